package dev.bascule.lab.cut;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Media on the way through their history: what is there whatever happens, and what is open. */
final class Stage {

  /** The bytes that are there, by file; arrays grow. */
  private final Map<Integer, byte[]> contents = new HashMap<>();
  private final SortedMap<String, Integer> names = new TreeMap<>();
  private final Map<Integer, String> fileSystems = new HashMap<>();
  private final List<Open> open = new ArrayList<>();
  private long fingerprint;
  private Object epoch = new Object();
  private int number;

  /**
   * An act that a cut can undo.
   *
   * @param number counts them
   * @param sectors of a write to the disk, those that it changes: their places in it
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Open(int number, Act act, int[] sectors) {}

  Stage(Snapshot before) {
    contents.put(Act.DISK, before.disk().clone());
    before.files().forEach((name, content) -> {
      if (name.endsWith("/")) {
        names.put(name.substring(0, name.length() - 1), Act.DIRECTORY);
      } else {
        int file = FileNumbers.ofKnown(names.size());
        names.put(name, file);
        contents.put(file, content.clone());
        fileSystems.put(file, fileSystem(name));
      }
    });
  }

  /** What a cut now can undo, in the order in which it was asked for. */
  List<Open> open() {
    return open;
  }

  /** Of the disk's bytes that are there whatever happens, as far as they changed. */
  long fingerprint() {
    return fingerprint;
  }

  /** Of the disk's sector that is there whatever happens. */
  long printAt(long position) {
    return Sectors.print(position, ByteBuffer.wrap(disk()).slice((int) position, Sectors.SIZE));
  }

  /** Goes on by one act. */
  void take(Act act) {
    switch (act) {
      case Act.Sync(int file) when file == Act.DISK -> settle(each -> onDisk(each.act()));
      case Act.Sync(int file) -> settle(each -> isName(each.act())
          ? fileSystem(each.act()).equals(fileSystems.get(file))
          : isOf(each.act(), file));
      case Act.SyncOpening(int opening) -> settle(each -> onDisk(each.act())
          && each.act() instanceof Act.Write write
          && write.opening() == opening);
      case Act.SyncNames(String below) ->
        settle(each -> isName(each.act())
            && (below.isEmpty() || fileSystem(each.act()).equals(fileSystem(below + "/"))));
      case Act.Mark _ -> {
      }
      case Act.Variable _ -> Medium.apply(act, contents, names);
      case Act.Write write -> add(write);
      case Act.Name(String path, int file) -> {
        fileSystems.put(file, fileSystem(path));
        open.add(new Open(number++, act, new int[0]));
      }
      case Act.Resize _,Act.Unname _,Act.Move _ -> open.add(new Open(number++, act, new int[0]));
    }
  }

  /** The media if nothing that is open is lost. */
  Medium nothingLost() {
    return medium(open.stream().map(Open::act).toList());
  }

  /** The media if of what is open some acts, or parts of them, are there. */
  Medium medium(List<Act> kept) {
    return new Medium(contents, names, kept, epoch);
  }

  /** Whether an act is about names and lengths, not bytes. */
  static boolean isName(Act act) {
    return switch (act) {
      case Act.Name _,Act.Unname _,Act.Move _,Act.Resize _ -> true;
      case Act.Write _,Act.Variable _,Act.Sync _,Act.SyncOpening _,Act.SyncNames _,Act.Mark _ ->
        false;
    };
  }

  static boolean onDisk(Act act) {
    return isOf(act, Act.DISK);
  }

  private static boolean isOf(Act act, int file) {
    return act instanceof Act.Write write && write.file() == file;
  }

  /** On which file system a name is, or a length. */
  private String fileSystem(Act act) {
    return switch (act) {
      case Act.Name(String path, _) -> fileSystem(path);
      case Act.Unname(String path) -> fileSystem(path);
      case Act.Move(_, String to) -> fileSystem(to);
      case Act.Resize(int file, _) -> fileSystems.getOrDefault(file, "");
      case Act.Write _,Act.Variable _,Act.Sync _,Act.SyncOpening _,Act.SyncNames _,Act.Mark _ ->
        throw new IllegalArgumentException("no name: " + act);
    };
  }

  /** Up to the second slash, or nothing. */
  private static String fileSystem(String path) {
    int end = path.indexOf('/', path.indexOf('/') + 1);
    return end < 0 ? "" : path.substring(0, end);
  }

  private void add(Act.Write write) {
    if (write.file() != Act.DISK) {
      open.add(new Open(number++, write, new int[0]));
      return;
    }
    if ((write.position() | write.bytes().remaining()) % Sectors.SIZE != 0) {
      throw new IllegalArgumentException("a disk is written in whole sectors: " + write);
    }
    int[] changed = Sectors.changed(disk(), write,
        open.stream().map(Open::act).filter(Stage::onDisk).map(Act.Write.class::cast).toList());
    if (changed.length > 0) {
      open.add(new Open(number++, write, changed));
    }
  }

  private void settle(Predicate<Open> which) {
    List<Act> settled = open.stream().filter(which).map(Open::act).toList();
    if (settled.isEmpty()) {
      return;
    }
    for (Act act : settled) {
      if (act instanceof Act.Write write && write.file() == Act.DISK) {
        fingerprint ^= Sectors.change(disk(), write);
        epoch = new Object();
      }
      Medium.apply(act, contents, names);
    }
    open.removeIf(which);
  }

  private byte[] disk() {
    return contents.getOrDefault(Act.DISK, new byte[0]);
  }
}
