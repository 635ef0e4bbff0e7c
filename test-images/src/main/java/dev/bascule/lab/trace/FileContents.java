package dev.bascule.lab.trace;

import dev.bascule.lab.cut.Act;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What is in the files that are watched, by their numbers; not what is on the disk. */
final class FileContents {

  private final Map<Integer, byte[]> contents = new HashMap<>();

  int size(int file) {
    return of(file).length;
  }

  void write(int file, int position, byte[] bytes) {
    if (file == Act.DISK) {
      return;
    }
    byte[] content =
        Arrays.copyOf(of(file), Math.max(of(file).length, position + bytes.length));
    System.arraycopy(bytes, 0, content, position, bytes.length);
    contents.put(file, content);
  }

  void resize(int file, int size) {
    contents.put(file, Arrays.copyOf(of(file), size));
  }

  /** A part of a file that is there. */
  byte[] read(int file, int position, int length) {
    return Arrays.copyOfRange(of(file), position, position + length);
  }

  private byte[] of(int file) {
    return contents.getOrDefault(file, new byte[0]);
  }
}
