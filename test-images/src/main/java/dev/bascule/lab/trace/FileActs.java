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
  private final FileContents contents = new FileContents();
  /** Which opening of the disk a descriptor belongs to. */
  private final Map<String, Integer> openings = new HashMap<>();
  private int lastOpening;
  private final List<Act> taken = new ArrayList<>();

  FileActs(Places places, Snapshot now) {
    this.places = places;
    this.numbers = new FileNumbers(now.files());
    now.files().forEach((name, content) -> {
      Integer number = numbers.find(name);
      if (number != null) {
        contents.write(number, 0, content);
      }
    });
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
      case "copy_file_range" -> copy(call);
      case "fallocate" -> deallocate(call);
      case "ftruncate" -> resize(call.file(0), call.number(1));
      case "fsync", "fdatasync" -> sync(call);
      case "rename" -> move(call.path(0), call.path(1));
      case "unlink" -> unlink(call.path(0));
      case "mkdir" -> makeDirectory(call.path(0));
      default -> refuse(call);
    }
  }

  private void open(SystemCall call, String path, String flags) throws IOException {
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
    if (Places.isVariable(name)) {
      return; // there is none before it has a value
    }
    if (flags.contains("O_CREAT") && numbers.find(name) == null) {
      taken.add(new Act.Name(name, numbers.create(name)));
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
    if (Places.isVariable(name)) {
      taken.add(variable(name, bytes));
      return;
    }
    long at = position;
    if (position < 0) {
      at = advance(call, 0, bytes.length);
    }
    take(new Act.Write(number(name), name.isEmpty() ? opening(call) : 0, at,
        ByteBuffer.wrap(bytes)), bytes);
  }

  private void take(Act.Write write, byte[] bytes) {
    taken.add(write);
    contents.write(write.file(), (int) write.position(), bytes);
  }

  /** Where a descriptor stands, which goes on by so many bytes. */
  private int advance(SystemCall call, int argument, int length) {
    String key = key(call, call.arguments().get(argument));
    int at = offsets.getOrDefault(key, 0);
    offsets.put(key, at + length);
    return at;
  }

  /** From one file that is watched to another, from where their descriptors stand. */
  private void copy(SystemCall call) throws IOException {
    String source = places.name(call.file(0));
    String target = places.name(call.file(2));
    boolean standing = call.arguments().get(1).equals("NULL")
        && call.arguments().get(3).equals("NULL");
    if (source == null || target == null || source.isEmpty() || target.isEmpty() || !standing) {
      refuse(call);
      return;
    }
    int length = (int) call.number();
    byte[] bytes = contents.read(number(source), advance(call, 0, length), length);
    if (length > 0) {
      take(new Act.Write(number(target), advance(call, 2, length), ByteBuffer.wrap(bytes)), bytes);
    }
  }

  /** A variable has another value, or none. */
  Act.Variable variable(String name, byte[] value) {
    Integer known = numbers.find(name);
    int number = known == null ? numbers.create(name) : known;
    contents.resize(number, 0);
    contents.write(number, 0, value);
    if (value.length == 0) {
      numbers.remove(name);
    }
    return new Act.Variable(name, number, ByteBuffer.wrap(value));
  }

  /** Only to a place: what asks where it is, or where the end is, moves nothing that is written here. */
  private void seek(SystemCall call) {
    if (places.name(call.file(0)) != null && call.arguments().get(2).equals("SEEK_SET")) {
      offsets.put(key(call, call.arguments().getFirst()), Math.toIntExact(call.number()));
    }
  }

  private void resize(String path, long size) throws IOException {
    String name = places.name(path);
    Integer number = name == null ? null : numbers.find(name);
    if (name == null || number == null) {
      return;
    }
    if (Places.isVariable(name)) {
      if (size != contents.size(number)) {
        throw new IOException(name + ": a variable is replaced, never cut to " + size + " bytes");
      }
      return;
    }
    taken.add(new Act.Resize(number, size));
    contents.resize(number, Math.toIntExact(size));
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
      case Act.DIRECTORY -> new Act.SyncNames(name);
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
    taken.add(moved(source, target));
  }

  /** A file that is there gets another name. */
  Act.Move moved(String source, String target) {
    numbers.move(source, target);
    return new Act.Move(source, target);
  }

  private void unlink(String path) {
    String name = places.name(path);
    if (name != null && Places.isVariable(name)) {
      taken.add(variable(name, new byte[0]));
    } else if (name != null) {
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
    Integer number = numbers.find(name);
    return number == null ? 0 : contents.size(number);
  }

  private static String key(SystemCall call, String descriptor) {
    return Integer.toString(call.descriptor(descriptor));
  }
}
