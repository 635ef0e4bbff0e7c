package dev.bascule.lab.vm;

import dev.bascule.bootctl.Slot;
import java.io.IOException;

/**
 * What a system says of itself once it is up.
 *
 * @param version what its slot holds
 * @param bootId the kernel's number for this boot
 * @param seconds since the kernel started
 */
public record Startup(Slot slot, String version, String bootId, double seconds) {

  /** Reads the system's own line. */
  static Startup parse(String said) throws IOException {
    String[] words = said.split(" ", -1);
    if (words.length != 4) {
      throw new IOException("expected slot, version, boot id and uptime, found \"" + said + "\"");
    }
    return new Startup(Slot.valueOf(words[0]), words[1], words[2], Double.parseDouble(words[3]));
  }
}
