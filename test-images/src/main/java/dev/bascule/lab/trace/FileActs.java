package dev.bascule.lab.trace;

import dev.bascule.lab.cut.Act;
import dev.bascule.lab.cut.FileNumbers;
import dev.bascule.lab.cut.Snapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns system calls into acts. A call that it cannot follow on a file that it watches is an error, not passed over. */
final class FileActs {

  private static final String HOLE = "FALLOC_FL_KEEP_SIZE|FALLOC_FL_PUNCH_HOLE";

  private final Places places;
  private final FileNumbers numbers;
  private final Map<String, Integer> offsets = new HashMap<>();
  private final Map<String, Long> sizes = new HashMap<>();
  /** Which opening of the disk a descriptor belongs to. */
  private final Map<String, Integer> openings = new HashMap<>();
  private int lastOpening;
  private final List<Act> taken = new ArrayList<>();

  FileActs(Places places, Snapshot now) {
    this.places = places;
    this.numbers = new FileNumbers(now.files());
    now.files().forEach((name, content) -> sizes.put(name, (long) content.length));
  }

  /** A new program begins. */
  void begin() {
    offsets.clear();
    taken.clear();
  }

  List<Act> taken() {
    return List.copyOf(taken);
  }

  void take(SystemCall call) throws IOException {
    switch (call.name()) {
      case "openat" -> open(call, call.path(1), call.arguments().get(2));
      case "pwrite64" -> write(call, call.number(3));
      case "write" -> write(call, -1);
      case "lseek" -> seek(call);
      case "fallocate" -> deallocate(call);
      case "ftruncate" -> resize(call.file(0), call.number(1));
      case "fsync", "fdatasync" -> sync(call);
      case "rename" -> move(call.path(0), call.path(1));
      case "unlink" -> unlink(call.path(0));
      case "mkdir" -> makeDirectory(call.path(0));
      default -> refuse(call);
    }
  }

  private void open(SystemCall call, String path, String flags) {
    String name = places.name(path);
    if (name == null) {
      return;
    }
    offsets.put(key(call, call.result()), flags.contains("O_APPEND") ? size(name) : 0);
    if (name.isEmpty()) {
      // Our files are opened a second time, past the cache; both belong together.
      openings.put(key(call, call.result()),
          flags.contains("O_DIRECT") ? lastOpening : ++lastOpening);
      return;
    }
    if (flags.contains("O_CREAT") && numbers.find(name) == null) {
      taken.add(new Act.Name(name, numbers.create(name)));
      sizes.put(name, 0L);
    } else if (flags.contains("O_TRUNC") && size(name) > 0) {
      resize(path, 0);
    }
  }

  /** A hole reads as zeros, and a cut leaves as much of it as of a write of zeros. */
  private void deallocate(SystemCall call) throws IOException {
    if (!call.arguments().get(1).equals(HOLE)) {
      refuse(call);
      return;
    }
    String name = places.name(call.file(0));
    if (name == null) {
      return;
    }
    taken.add(new Act.Write(number(name), name.isEmpty() ? opening(call) : 0, call.number(2),
        ByteBuffer.allocate(Math.toIntExact(call.number(3)))));
  }

  private void write(SystemCall call, long position) throws IOException {
    String name = places.name(call.file(0));
    if (name == null) {
      return;
    }
    byte[] bytes = Arrays.copyOf(call.bytes(1), (int) call.number());
    long at = position;
    if (position < 0) {
      String key = key(call, call.arguments().getFirst());
      at = offsets.getOrDefault(key, 0);
      offsets.put(key, (int) at + bytes.length);
    }
    taken.add(new Act.Write(number(name), name.isEmpty() ? opening(call) : 0, at,
        ByteBuffer.wrap(bytes)));
    sizes.merge(name, at + bytes.length, Math::max);
  }

  /** Only to a place: what asks where it is, or where the end is, moves nothing that is written here. */
  private void seek(SystemCall call) {
    if (places.name(call.file(0)) != null && call.arguments().get(2).equals("SEEK_SET")) {
      offsets.put(key(call, call.arguments().getFirst()), Math.toIntExact(call.number()));
    }
  }

  private void resize(String path, long size) {
    String name = places.name(path);
    Integer number = name == null ? null : numbers.find(name);
    if (name != null && number != null) {
      taken.add(new Act.Resize(number, size));
      sizes.put(name, size);
    }
  }

  private void sync(SystemCall call) throws IOException {
    String name = places.name(call.file(0));
    if (name == null) {
      return;
    }
    Integer number = name.isEmpty() ? Integer.valueOf(Act.DISK) : numbers.find(name);
    if (number == null) {
      throw new IOException("a sync of " + name + ", which nobody made");
    }
    taken.add(switch (number) {
      case Act.DISK -> new Act.SyncOpening(opening(call));
      case Act.DIRECTORY -> new Act.SyncNames();
      default -> new Act.Sync(number);
    });
  }

  private int opening(SystemCall call) {
    return openings.getOrDefault(key(call, call.arguments().getFirst()), 0);
  }

  private void move(String from, String to) throws IOException {
    String source = places.name(from);
    String target = places.name(to);
    if (source == null && target == null) {
      return;
    }
    if (source == null || target == null || source.isEmpty() || target.isEmpty()) {
      throw new IOException("a rename over the border of what is watched: " + from + " to " + to);
    }
    taken.add(new Act.Move(source, target));
    numbers.move(source, target);
    sizes.put(target, (long) size(source));
  }

  private void unlink(String path) {
    String name = places.name(path);
    if (name != null) {
      taken.add(new Act.Unname(name));
      numbers.remove(name);
    }
  }

  private void makeDirectory(String path) {
    String name = places.name(path);
    if (name != null) {
      numbers.createDirectory(name);
      taken.add(new Act.Name(name, Act.DIRECTORY));
    }
  }

  private void refuse(SystemCall call) throws IOException {
    for (String argument : call.arguments()) {
      String path = argument.startsWith("\"") ? call.path(call.arguments().indexOf(argument))
          : argument.contains("<") ? call.file(call.arguments().indexOf(argument)) : "";
      if (places.name(path) != null) {
        throw new IOException("a call that is not understood here: " + call.name() + " " + path);
      }
    }
  }

  /** The number of a file that is there, by its name; empty for the disk. */
  int number(String name) throws IOException {
    Integer number = name.isEmpty() ? Integer.valueOf(Act.DISK) : numbers.find(name);
    if (number == null || number == Act.DIRECTORY) {
      throw new IOException("a write to " + name + ", which nobody made");
    }
    return number;
  }

  private int size(String name) {
    return sizes.getOrDefault(name, 0L).intValue();
  }

  private static String key(SystemCall call, String descriptor) {
    return Integer.toString(call.descriptor(descriptor));
  }
}
