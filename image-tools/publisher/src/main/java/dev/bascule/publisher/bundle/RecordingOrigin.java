package dev.bascule.publisher.bundle;

import dev.bascule.image.origin.Body;
import dev.bascule.image.origin.EncodedPath;
import dev.bascule.image.origin.Origin;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;

/** An origin that remembers what it was asked for and had, in order. */
final class RecordingOrigin implements Origin {

  private final Origin origin;
  private final SequencedSet<String> names = new LinkedHashSet<>();

  RecordingOrigin(Origin origin) {
    this.origin = origin;
  }

  /** Names that are not encoded, each where it was first asked for. */
  SequencedSet<String> names() {
    return names;
  }

  @Override
  public String name() {
    return origin.name();
  }

  @Override
  public Optional<Body> open(String path, long offset) throws IOException {
    Optional<Body> body = origin.open(path, offset);
    if (body.isPresent()) {
      names.add(String.join("/", EncodedPath.names(path)));
    }
    return body;
  }
}
