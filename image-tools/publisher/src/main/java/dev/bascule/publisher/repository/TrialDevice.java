package dev.bascule.publisher.repository;

import dev.bascule.image.file.TreeRemoval;
import dev.bascule.image.origin.Origin;
import dev.bascule.image.tuf.Expiry;
import dev.bascule.image.tuf.Limits;
import dev.bascule.image.tuf.ReferenceTime;
import dev.bascule.image.tuf.Repository;
import dev.bascule.image.tuf.Target;
import dev.bascule.image.tuf.TrustedStore;
import dev.bascule.image.tuf.TufClient;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The device's own client with a memory that is thrown away, to see what a device would say. */
public final class TrialDevice implements Closeable {

  private final Path store;
  private final byte[] anchor;
  private final Instant now;
  private @Nullable TufClient client;

  private TrialDevice(Path store, byte[] anchor, Instant now) {
    this.store = store;
    this.anchor = anchor.clone();
    this.now = now;
  }

  /**
   * A new device.
   *
   * @param anchor the root that it was built with
   * @param now its clock
   */
  public static TrialDevice create(byte[] anchor, Instant now) throws IOException {
    return new TrialDevice(Files.createTempDirectory("bascule-device-"), anchor, now);
  }

  /** A new device with its memory in a directory. */
  static TrialDevice create(Path parent, byte[] anchor, Instant now) throws IOException {
    return new TrialDevice(Files.createTempDirectory(parent, "device-"), anchor, now);
  }

  /** Takes up what an origin publishes. */
  public void refresh(Origin origin, Expiry expiry) throws IOException {
    client = new TufClient(new TrustedStore(store), Repository.at(origin), anchor,
        ReferenceTime.withoutFloor(InstantSource.fixed(now)), Limits.STANDARD);
    client.refresh(expiry);
  }

  /**
   * Finds a target that a role lists.
   *
   * @throws RefusedException if it is found nowhere, or another role speaks for it
   */
  public Target find(String role, String path) throws IOException {
    Optional<Target> found = refreshed().find(path);
    if (found.isEmpty() || !found.get().role().equals(role)) {
      throw new RefusedException(RefusedException.Reason.DEVICE_REFUSES, path + ": expected that a "
          + "device finds it in " + role + ", found "
          + found.map(target -> "it in " + target.role()).orElse("that it finds it nowhere")
          + "; a role may only list its own paths");
    }
    return found.get();
  }

  /** Fetches a target that fits into memory, verified. */
  public byte[] fetch(Target target) throws IOException {
    return refreshed().fetch(target);
  }

  private TufClient refreshed() {
    if (client == null) {
      throw new IllegalStateException("refresh first");
    }
    return client;
  }

  @Override
  public void close() throws IOException {
    TreeRemoval.remove(store);
  }
}
