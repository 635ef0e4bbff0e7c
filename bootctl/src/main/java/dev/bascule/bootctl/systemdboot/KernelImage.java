package dev.bascule.bootctl.systemdboot;

import dev.bascule.bootctl.volume.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The os-release inside a unified kernel image, a PE file with the section {@code .osrel}. */
final class KernelImage {
  private static final int MAX_SECTIONS = 96;
  private static final int MAX_RELEASE = 64 * 1024;
  private static final int HEADER_OFFSET = 0x3c;
  private static final int FILE_HEADER = 24;
  private static final int SECTION = 40;
  private static final String NAME = ".osrel\0\0";

  private KernelImage() {}

  /** Reads it; empty if this is no such image, or one that is cut off. */
  static Optional<String> readRelease(Volume image) throws IOException {
    var start = read(image, 0, 64);
    if (start.isEmpty() || start.get().getShort(0) != 0x5a4d) {
      return Optional.empty();
    }
    long at = start.get().getInt(HEADER_OFFSET) & 0xffffffffL;
    var header = read(image, at, FILE_HEADER);
    if (header.isEmpty() || header.get().getInt(0) != 0x4550) {
      return Optional.empty();
    }
    int count = header.get().getShort(6) & 0xffff;
    long table = at + FILE_HEADER + (header.get().getShort(20) & 0xffff);
    var sections = read(image, table, Math.min(count, MAX_SECTIONS) * SECTION);
    for (int i = 0; sections.isPresent() && i < Math.min(count, MAX_SECTIONS); i++) {
      var section = sections.get().slice(i * SECTION, SECTION).order(ByteOrder.LITTLE_ENDIAN);
      byte[] name = new byte[8];
      section.get(0, name);
      if (new String(name, StandardCharsets.ISO_8859_1).equals(NAME)) {
        return readSection(image, section);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> readSection(Volume image, ByteBuffer section)
      throws IOException {
    long size =
        Math.min(section.getInt(8) & 0xffffffffL, section.getInt(16) & 0xffffffffL);
    if (size > MAX_RELEASE) {
      return Optional.empty();
    }
    return read(image, section.getInt(20) & 0xffffffffL, (int) size)
        .map(bytes -> StandardCharsets.UTF_8.decode(bytes).toString().replace("\0", ""));
  }

  private static Optional<ByteBuffer> read(Volume image, long at, int length) throws IOException {
    if (at > image.size() - length) {
      return Optional.empty();
    }
    var buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    image.read(at, buffer);
    return Optional.of(buffer.flip());
  }
}
