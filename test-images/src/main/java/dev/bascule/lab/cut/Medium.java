package dev.bascule.lab.cut;

import dev.bascule.bootctl.volume.Volume;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a cut leaves of a device's media: what was there whatever happened, and some of what was open. It shares bytes
 * with its history, so it is good only until the judge returns.
 */
public final class Medium {

  private final Map<Integer, byte[]> contents;
  private final SortedMap<String, Integer> names;
  private final List<Act> kept;
  private final Object epoch;
  private @Nullable SortedMap<String, byte[]> files;

  Medium(Map<Integer, byte[]> contents, SortedMap<String, Integer> names, List<Act> kept,
      Object epoch) {
    this.contents = contents;
    this.names = names;
    this.kept = kept;
    this.epoch = epoch;
  }

  /** The disk, to be read. */
  public Volume disk() {
    return new CutDisk(durable(), keptOnDisk());
  }

  /** What is open on the disk and there, in its order. */
  public List<Act.Write> keptOnDisk() {
    return kept.stream().filter(Stage::onDisk).map(Act.Write.class::cast).toList();
  }

  /** Equal as long as the disk below {@link #keptOnDisk} is the same. */
  public Object epoch() {
    return epoch;
  }

  /** The disk's bytes in an array of their own. */
  public byte[] diskBytes() {
    byte[] disk = durable().clone();
    for (Act.Write write : keptOnDisk()) {
      write.bytes().duplicate().get(disk, (int) write.position(), write.bytes().remaining());
    }
    return disk;
  }

  /** The files that can be reached, as {@link Snapshot#files} has them. */
  public SortedMap<String, byte[]> files() {
    if (files == null) {
      files = readFiles();
    }
    return files;
  }

  /** All of it, its own. */
  public Snapshot snapshot() {
    return new Snapshot(diskBytes(), files());
  }

  /** Does to some media what an act asks. */
  static void apply(Act act, Map<Integer, byte[]> contents, SortedMap<String, Integer> names) {
    switch (act) {
      case Act.Write(int file, _, long position, var bytes) -> {
        byte[] content = contents.getOrDefault(file, new byte[0]);
        int end = (int) position + bytes.remaining();
        byte[] longer = end > content.length ? Arrays.copyOf(content, end) : content;
        bytes.duplicate().get(longer, (int) position, bytes.remaining());
        contents.put(file, longer);
      }
      case Act.Resize(int file, long size) ->
        contents.put(file, Arrays.copyOf(contents.getOrDefault(file, new byte[0]), (int) size));
      case Act.Name(String path, int file) -> names.put(path, file);
      case Act.Unname(String path) -> names.remove(path);
      case Act.Move(String from, String to) -> {
        Integer file = names.remove(from);
        if (file != null) {
          names.put(to, file);
        }
      }
      case Act.Variable(String path, int file, var value) -> {
        if (value.hasRemaining()) {
          byte[] content = new byte[value.remaining()];
          value.duplicate().get(content);
          contents.put(file, content);
          names.put(path, file);
        } else {
          names.remove(path);
        }
      }
      case Act.Sync _,Act.SyncOpening _,Act.SyncNames _,Act.Mark _ -> {
      }
    }
  }

  private byte[] durable() {
    return contents.getOrDefault(Act.DISK, new byte[0]);
  }

  private SortedMap<String, byte[]> readFiles() {
    SortedMap<String, Integer> leads = new TreeMap<>(names);
    Map<Integer, byte[]> held = new HashMap<>(contents);
    for (Act act : kept) {
      if (!Stage.onDisk(act)) {
        if (act instanceof Act.Write write && held.containsKey(write.file())) {
          held.put(write.file(), held.getOrDefault(write.file(), new byte[0]).clone());
        }
        apply(act, held, leads);
      }
    }
    SortedMap<String, byte[]> found = new TreeMap<>();
    leads.forEach((name, file) -> {
      if (reachable(name, leads)) {
        if (file == Act.DIRECTORY) {
          found.put(name + "/", new byte[0]);
        } else {
          found.put(name, held.getOrDefault(file, new byte[0]));
        }
      }
    });
    return found;
  }

  /** Directories above the part of the tree that is watched are there. */
  private static boolean reachable(String name, SortedMap<String, Integer> leads) {
    String top = leads.firstKey();
    for (int at = name.lastIndexOf('/'); at > top.length(); at = name.lastIndexOf('/', at - 1)) {
      if (!leads.containsKey(name.substring(0, at))) {
        return false;
      }
    }
    return true;
  }
}
