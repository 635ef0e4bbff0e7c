package dev.bascule.lab.cut;

import dev.bascule.image.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** By which two media are known to be the same: the disk's changed sectors, and all files. */
record Print(long disk, ByteBuffer files) {

  static Print of(Stage stage, List<Act> kept, Medium medium) {
    Map<Long, Long> last = new HashMap<>();
    long disk = stage.fingerprint();
    for (Act act : kept) {
      if (act instanceof Act.Write write && Stage.onDisk(act)) {
        for (int at = 0; at < write.bytes().remaining(); at += Sectors.SIZE) {
          long position = write.position() + at;
          long print = Sectors.print(position, write.bytes().slice(at, Sectors.SIZE));
          Long before = last.put(position, print);
          disk ^= print ^ (before == null ? stage.printAt(position) : before);
        }
      }
    }
    return new Print(disk, ByteBuffer.wrap(files(medium)));
  }

  private static byte[] files(Medium medium) {
    if (medium.files().isEmpty()) {
      return new byte[0];
    }
    MessageDigest digest = Sha256.newDigest();
    medium.files().forEach((name, content) -> {
      digest.update(name.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, content.length));
      digest.update(content);
    });
    return digest.digest();
  }
}
