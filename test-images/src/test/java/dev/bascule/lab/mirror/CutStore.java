package dev.bascule.lab.mirror;

import dev.bascule.image.Sha256;
import dev.bascule.publisher.mirror.Listed;
import dev.bascule.publisher.mirror.RemoteStore;
import dev.bascule.publisher.mirror.Upload;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A store that breaks off at one of its operations: before the server was asked, or when its answer is lost. */
final class CutStore implements RemoteStore {

  /** It broke off. */
  static final class Cut extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** What somebody does beside every operation. */
  interface Beside {
    void look() throws IOException;
  }

  /** An operation. */
  private interface Operation<T> {
    T run() throws IOException;
  }

  private final RemoteStore store;
  private final int cutAt;
  private final boolean answerLost;
  private final Beside beside;
  private int operations;

  CutStore(RemoteStore store, int cutAt, boolean answerLost, Beside beside) {
    this.store = store;
    this.cutAt = cutAt;
    this.answerLost = answerLost;
    this.beside = beside;
  }

  /** How many operations were begun. */
  int operations() {
    return operations;
  }

  private synchronized <T> T pass(Operation<T> operation) throws IOException {
    boolean cut = operations++ >= cutAt;
    if (cut && !(answerLost && operations == cutAt + 1)) {
      throw new Cut();
    }
    T result = operation.run();
    beside.look();
    if (cut) {
      throw new Cut();
    }
    return result;
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public SortedMap<String, Listed> list() throws IOException {
    return pass(store::list);
  }

  @Override
  public Optional<Sha256> noted(String name) throws IOException {
    return pass(() -> store.noted(name));
  }

  @Override
  public Optional<StoredFile> open(String name) throws IOException {
    return pass(() -> store.open(name));
  }

  @Override
  public boolean create(Upload upload) throws IOException {
    return pass(() -> store.create(upload));
  }

  @Override
  public boolean replace(Upload upload, @Nullable String tag) throws IOException {
    return pass(() -> store.replace(upload, tag));
  }

  @Override
  public Duration tagResolution() {
    return store.tagResolution();
  }

  @Override
  public void delete(String name) throws IOException {
    pass(() -> {
      store.delete(name);
      return name;
    });
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
