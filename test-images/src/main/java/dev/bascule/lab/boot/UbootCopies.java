package dev.bascule.lab.boot;

import dev.bascule.bootctl.volume.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Where two copies of U-Boot's environment are on a disk.
 *
 * @param at where each begins, in bytes
 * @param size of each, in bytes
 */
public record UbootCopies(List<Integer> at, int size) {

  public UbootCopies {
    at = List.copyOf(at);
  }

  /** Reads a copy: 1 or 2. */
  public byte[] read(Volume disk, int copy) throws IOException {
    byte[] bytes = new byte[size];
    disk.read(at.get(copy - 1), ByteBuffer.wrap(bytes));
    return bytes;
  }

  /** Writes a copy: 1 or 2. */
  public void write(Volume disk, int copy, byte[] bytes) throws IOException {
    disk.write(at.get(copy - 1), ByteBuffer.wrap(bytes));
  }
}
