package dev.bascule.image.tuf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A disk whose power can be cut at any step. After a cut it holds what a file system may: names change in the
 * order in which they were changed, up to some change after the last flush; content that was not flushed is
 * there, or cut short, or not there. Which of these it is, a seed says.
 */
final class CuttableDisk implements Disk {

  private Map<Path, Content> names = new HashMap<>();
  private Map<Path, Content> durableNames = new HashMap<>();
  private final List<NameChange> pending = new ArrayList<>();
  private int stepsLeft = Integer.MAX_VALUE;
  private int steps;

  /** The power went. */
  static final class PowerCut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final class Content {
    byte[] current = {};
    byte @Nullable [] flushed;
  }

  private record NameChange(Path directory, Path name, @Nullable Content content) {}

  /** A disk that holds the same, to go on from here in more than one way. */
  CuttableDisk fork() {
    CuttableDisk fork = new CuttableDisk();
    names.forEach((name, content) -> {
      Content copy = new Content();
      copy.current = content.current;
      copy.flushed = content.flushed;
      fork.names.put(name, copy);
    });
    fork.durableNames = new HashMap<>(fork.names);
    return fork;
  }

  /** Cuts the power in the middle of the step after so many. */
  void cutAfter(int count) {
    stepsLeft = count;
  }

  /** How many steps there were. */
  int steps() {
    return steps;
  }

  /** The disk as it is after the cut, or after the power goes now. */
  void restart(long seed) {
    Random random = new Random(seed);
    int survive = random.nextInt(pending.size() + 1);
    pending.subList(0, survive).forEach(change -> apply(durableNames, change));
    pending.clear();
    Set<Content> settled = new HashSet<>();
    for (Content content : durableNames.values()) {
      if (settled.add(content)) {
        content.current = settle(content, random);
        content.flushed = content.current;
      }
    }
    names = new HashMap<>(durableNames);
    stepsLeft = Integer.MAX_VALUE;
    steps = 0;
  }

  private static byte[] settle(Content content, Random random) {
    byte[] before = content.flushed == null ? new byte[0] : content.flushed;
    if (Arrays.equals(before, content.current)) {
      return before;
    }
    return switch (random.nextInt(3)) {
      case 0 -> before;
      case 1 -> Arrays.copyOf(content.current, random.nextInt(content.current.length + 1));
      default -> content.current;
    };
  }

  private void step() {
    steps++;
    if (stepsLeft-- <= 0) {
      throw new PowerCut();
    }
  }

  private static void apply(Map<Path, Content> to, NameChange change) {
    if (change.content == null) {
      to.remove(change.name);
    } else {
      to.put(change.name, change.content);
    }
  }

  private void change(Path name, @Nullable Content content) {
    NameChange change = new NameChange(
        java.util.Objects.requireNonNull(name.getParent()), name, content);
    apply(names, change);
    pending.add(change);
  }

  @Override
  public Optional<byte[]> read(Path file, int maxLength) {
    return Optional.ofNullable(names.get(file))
        .map(content -> content.current.clone())
        .filter(content -> content.length <= maxLength);
  }

  @Override
  public void createDirectory(Path directory) {
    step();
  }

  @Override
  public void write(Path file, byte[] bytes) {
    Content content = new Content();
    content.current = bytes.clone();
    change(file, content);
    step();
  }

  @Override
  public void flush(Path file) {
    step();
    Content content = java.util.Objects.requireNonNull(names.get(file));
    content.flushed = content.current;
  }

  @Override
  public void rename(Path from, Path to) {
    Content content = java.util.Objects.requireNonNull(names.get(from));
    change(to, content);
    change(from, null);
    step();
  }

  @Override
  public boolean delete(Path file) {
    boolean there = names.containsKey(file);
    if (there) {
      change(file, null);
    }
    step();
    return there;
  }

  @Override
  public void flushDirectory(Path directory) {
    step();
    pending.stream()
        .filter(change -> change.directory.equals(directory))
        .forEach(change -> apply(durableNames, change));
    pending.removeIf(change -> change.directory.equals(directory));
  }
}
