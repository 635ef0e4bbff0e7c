package dev.bascule.publisher.repository;

import dev.bascule.image.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A disk whose power goes at one of its steps. What was being written is then half there; and of the names that no
 * flush made durable, any may be as before.
 */
final class PowerCutDisk implements Disk {

  /** The power went. */
  static final class PowerCut extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** A change of names that a power cut can still undo, until its directory is flushed. */
  private record Unflushed(Path directory, Undo undo) {}

  private interface Undo {
    void run() throws IOException;
  }

  private final LocalDisk disk = new LocalDisk();
  private final int cutAt;
  private final @Nullable Random loss;
  private final List<Unflushed> unflushed = new ArrayList<>();
  private int steps;

  /**
   * A disk.
   *
   * @param cutAt the step that is not done whole, counted from 0
   * @param loss picks what of the names is lost, or null if all that was done lasts
   */
  PowerCutDisk(int cutAt, @Nullable Random loss) {
    this.cutAt = cutAt;
    this.loss = loss;
  }

  /** Whether the power went. */
  boolean isCut() {
    return steps > cutAt;
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    step(() -> {});
    for (Path missing : missing(directory)) {
      Files.createDirectory(missing);
      unflushed.add(new Unflushed(parent(missing), () -> deleteTree(missing)));
    }
  }

  private static List<Path> missing(Path directory) {
    List<Path> missing = new ArrayList<>();
    for (Path path = directory; !Files.exists(path); path = parent(path)) {
      missing.add(path);
    }
    return missing.reversed();
  }

  @Override
  public void write(Path file, byte[] content) throws IOException {
    step(() -> Files.write(file, Arrays.copyOf(content, content.length / 2)));
    Files.write(file, content, StandardOpenOption.CREATE_NEW);
    unflushed.add(new Unflushed(parent(file), () -> Files.deleteIfExists(file)));
  }

  @Override
  public Sha256 copy(Path from, Path to, LongConsumer progress) throws IOException {
    byte[] content = Files.readAllBytes(from);
    step(() -> Files.write(to, Arrays.copyOf(content, content.length / 2)));
    unflushed.add(new Unflushed(parent(to), () -> Files.deleteIfExists(to)));
    return disk.copy(from, to, progress);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    step(() -> {});
    byte @Nullable [] replaced = Files.exists(to) ? Files.readAllBytes(to) : null;
    disk.move(from, to);
    unflushed.add(new Unflushed(parent(to), () -> {
      if (Files.exists(to) && Files.isDirectory(parent(from))) {
        disk.move(to, from);
        if (replaced != null) {
          Files.write(to, replaced);
        }
      }
    }));
  }

  @Override
  public void delete(Path file) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    step(() -> {});
    byte @Nullable [] content = Files.isDirectory(file) ? null : Files.readAllBytes(file);
    disk.delete(file);
    unflushed.add(new Unflushed(parent(file), () -> {
      if (content == null) {
        Files.createDirectories(file);
      } else if (Files.isDirectory(parent(file))) {
        Files.write(file, content);
      }
    }));
  }

  @Override
  public void flushDirectory(Path directory) throws IOException {
    step(() -> {});
    unflushed.removeIf(change -> change.directory().equals(directory));
  }

  private void step(Undo half) throws IOException {
    if (steps > cutAt) {
      throw new PowerCut();
    }
    if (steps++ == cutAt) {
      half.run();
      lose();
      throw new PowerCut();
    }
  }

  private void lose() throws IOException {
    if (loss == null) {
      return;
    }
    for (Unflushed change : unflushed.reversed()) {
      if (loss.nextBoolean()) {
        change.undo().run();
      }
    }
  }

  private static Path parent(Path path) {
    return path.resolveSibling(".").normalize();
  }

  private static void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
