package dev.bascule.bootctl.efi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * An EFI_LOAD_OPTION, what a {@code Boot####} variable holds (UEFI 2.10, 3.1.3).
 *
 * @param attributes bit 0 says that it is active
 * @param description what people and RAUC call it
 * @param filePaths the packed device paths
 * @param optionalData what the loaded image is given
 */
record LoadOption(int attributes, String description, ByteBuffer filePaths,
    ByteBuffer optionalData) {
  private static final int ACTIVE = 1;

  LoadOption {
    if (description.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a description with a NUL in it");
    }
    filePaths = filePaths.slice().asReadOnlyBuffer();
    optionalData = optionalData.slice().asReadOnlyBuffer();
    if (filePaths.capacity() > 0xffff) {
      throw new IllegalArgumentException("device paths of " + filePaths.capacity() + " bytes");
    }
  }

  static LoadOption decode(byte[] bytes) throws MalformedEfiVariableException {
    var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < 8) {
      throw new MalformedEfiVariableException("expected at least 8 bytes, found " + bytes.length);
    }
    int attributes = buffer.getInt();
    int pathsLength = buffer.getShort() & 0xffff;
    int start = buffer.position();
    while (buffer.remaining() >= 2) {
      if (buffer.getChar() == 0) {
        int end = buffer.position();
        if (buffer.remaining() < pathsLength) {
          throw new MalformedEfiVariableException("expected device paths of " + pathsLength
              + " bytes, found " + buffer.remaining());
        }
        return new LoadOption(attributes,
            new String(bytes, start, end - 2 - start, StandardCharsets.UTF_16LE),
            buffer.slice(end, pathsLength),
            buffer.slice(end + pathsLength, bytes.length - end - pathsLength));
      }
    }
    throw new MalformedEfiVariableException("expected a NUL after the description");
  }

  byte[] encode() {
    byte[] name = description.getBytes(StandardCharsets.UTF_16LE);
    return ByteBuffer
        .allocate(8 + name.length + filePaths.capacity() + optionalData.capacity())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(attributes)
        .putShort((short) filePaths.capacity())
        .put(name)
        .putChar('\0')
        .put(filePaths.duplicate())
        .put(optionalData.duplicate())
        .array();
  }

  boolean active() {
    return (attributes & ACTIVE) != 0;
  }
}
