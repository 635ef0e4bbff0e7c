package dev.bascule.bootctl.raspberrypi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What the firmware tells of this start in the device tree: big-endian numbers of 32 bits.
 *
 * @param partition the partition that was booted
 * @param tryboot whether the flag was set; empty on firmware that is too old to say
 */
public record FirmwareFacts(OptionalInt partition, OptionalInt tryboot) {

  /** Reads them; all empty where this is no Raspberry Pi. */
  public static FirmwareFacts read(Path proc) throws IOException {
    var node = proc.resolve("device-tree").resolve("chosen").resolve("bootloader");
    return new FirmwareFacts(number(node.resolve("partition")), number(node.resolve("tryboot")));
  }

  private static OptionalInt number(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(Integer.BYTES + 1);
      return bytes.length == Integer.BYTES
          ? OptionalInt.of(ByteBuffer.wrap(bytes).getInt())
          : OptionalInt.empty();
    } catch (NoSuchFileException e) {
      return OptionalInt.empty();
    }
  }
}
