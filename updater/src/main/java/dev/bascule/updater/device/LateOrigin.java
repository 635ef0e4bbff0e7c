package dev.bascule.updater.device;

import dev.bascule.image.origin.Body;
import dev.bascule.image.origin.Origin;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The configured repository, which is not spoken to before something of it is needed. */
final class LateOrigin implements Origin, Closeable {

  private final Opener opener;
  private @Nullable Repositories opened;

  /** Opens the repository. */
  interface Opener {
    Repositories open() throws IOException;
  }

  LateOrigin(Opener opener) {
    this.opener = opener;
  }

  @Override
  public String name() {
    return opened == null ? "the repository" : opened.origin().name();
  }

  @Override
  public Optional<Body> open(String path, long offset) throws IOException {
    return repository().origin().open(path, offset);
  }

  @Override
  public Optional<Body> open(String path, long offset, long length) throws IOException {
    return repository().origin().open(path, offset, length);
  }

  @Override
  public boolean goElsewhere() {
    return opened != null && opened.goElsewhere();
  }

  private Repositories repository() throws IOException {
    Repositories repository = opened;
    if (repository == null) {
      repository = opener.open();
      opened = repository;
    }
    return repository;
  }

  @Override
  public void close() throws IOException {
    if (opened != null) {
      opened.close();
    }
  }
}
