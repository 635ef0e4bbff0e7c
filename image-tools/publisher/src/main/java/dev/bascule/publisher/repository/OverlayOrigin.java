package dev.bascule.publisher.repository;

import dev.bascule.image.origin.Body;
import dev.bascule.image.origin.Origin;
import java.io.IOException;
import java.util.Optional;

/** A repository as it will be: what is staged, over what is published. */
record OverlayOrigin(Origin staged, Origin published) implements Origin {

  @Override
  public String name() {
    return staged.name() + " over " + published.name();
  }

  @Override
  public Optional<Body> open(String path, long offset) throws IOException {
    Optional<Body> body = staged.open(path, offset);
    return body.isPresent() ? body : published.open(path, offset);
  }
}
