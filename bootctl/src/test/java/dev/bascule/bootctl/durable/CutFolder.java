package dev.bascule.bootctl.durable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A directory in memory, and every directory that a power cut could have left of it after any step.
 *
 * <p>What has been synced is there. A file that has not been synced is empty, a part, or whole. A rename
 * is cut in its middle has happened or not; without a journal ({@code vfat}) also its two names can each
 * lead to the old file, to the new one, or nowhere, which is more than Linux does.
 */
public final class CutFolder implements Folder {
  private static final int SECTOR = 512;

  private final String fileSystem;
  private final Map<String, byte[]> now = new HashMap<>();
  private final List<Map<String, byte[]>> durable = new ArrayList<>();
  private final List<List<Map<String, byte[]>>> outcomes = new ArrayList<>();
  private final Runnable step;

  /**
   * @param files what is there, and durable
   * @param step called after each step, when {@link #outcomes} tells of it
   */
  public CutFolder(String fileSystem, Map<String, byte[]> files, Runnable step) {
    this.fileSystem = fileSystem;
    this.step = step;
    now.putAll(files);
    durable.add(Map.copyOf(now));
  }

  /** What a cut at this moment can leave, the state of all that happened included. */
  public List<Map<String, byte[]>> outcomes() {
    return List.copyOf(durable);
  }

  /** How many steps there were, and what each could leave. */
  public List<List<Map<String, byte[]>>> steps() {
    return List.copyOf(outcomes);
  }

  @Override
  public String name() {
    return fileSystem;
  }

  @Override
  public String fileSystem() {
    return fileSystem;
  }

  @Override
  public Optional<byte[]> read(String file, int limit) {
    return Optional.ofNullable(now.get(file)).map(byte[]::clone);
  }

  @Override
  public void write(String file, byte[] content) {
    now.put(file, content.clone());
    var next = new ArrayList<>(durable);
    for (var state : durable) {
      for (int length : new int[]{0, content.length / 2, content.length}) {
        next.add(with(state, file, Arrays.copyOf(content, length)));
      }
    }
    done(next);
  }

  @Override
  public void sync(String file) {
    var next = new ArrayList<Map<String, byte[]>>();
    for (var state : durable) {
      next.add(with(state, file, now.get(file)));
    }
    done(next);
  }

  /** Sectors of 512 bytes are there old or new, each for itself. */
  @Override
  public void overwrite(String file, int position, byte[] part) throws IOException {
    byte[] content = now.get(file);
    if (content == null) {
      throw new IOException(file + " does not exist");
    }
    byte[] changed = content.clone();
    System.arraycopy(part, 0, changed, position, part.length);
    now.put(file, changed);
    var next = new ArrayList<>(durable);
    for (int at = 0; at < content.length; at += SECTOR) {
      int end = Math.min(at + SECTOR, content.length);
      if (!Arrays.equals(content, at, end, changed, at, end)) {
        for (var state : List.copyOf(next)) {
          byte[] mixed = state.getOrDefault(file, new byte[0]).clone();
          if (mixed.length >= end) {
            System.arraycopy(changed, at, mixed, at, end - at);
            next.add(with(state, file, mixed));
          }
        }
      }
    }
    done(next);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    byte[] content = now.remove(from);
    if (content == null) {
      throw new IOException(from + " does not exist");
    }
    now.put(to, content);
    var next = new ArrayList<>(durable);
    for (var state : durable) {
      var moved = with(state, to, state.get(from));
      moved.remove(from);
      next.add(moved);
      if (fileSystem.equals("vfat")) {
        next.add(with(state, to, state.get(from)));
        next.add(with(moved, to, null));
        next.add(with(state, to, null));
      }
    }
    done(next);
    done(List.of(Map.copyOf(now)));
  }

  private static Map<String, byte[]> with(Map<String, byte[]> state, String file,
      byte @Nullable [] content) {
    var next = new HashMap<>(state);
    if (content == null) {
      next.remove(file);
    } else {
      next.put(file, content);
    }
    return next;
  }

  private void done(List<Map<String, byte[]>> next) {
    durable.clear();
    for (var state : next) {
      if (durable.stream().noneMatch(known -> same(known, state))) {
        durable.add(state);
      }
    }
    outcomes.add(List.copyOf(durable));
    step.run();
  }

  private static boolean same(Map<String, byte[]> one, Map<String, byte[]> other) {
    return one.keySet().equals(other.keySet())
        && one.keySet().stream().allMatch(name -> Arrays.equals(one.get(name), other.get(name)));
  }
}
