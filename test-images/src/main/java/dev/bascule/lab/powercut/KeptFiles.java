package dev.bascule.lab.powercut;

import dev.bascule.lab.cut.Medium;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** What a device keeps in files of its own, beside the journal. */
final class KeptFiles {

  private static final String PLACE = "var/lib/";

  private KeptFiles() {}

  static Map<String, ByteBuffer> of(Medium medium) {
    Map<String, ByteBuffer> kept = new HashMap<>();
    medium.files().forEach((name, content) -> {
      if (name.startsWith(PLACE) && !name.startsWith(JournalReader.PLACE) && !name.endsWith("/")) {
        kept.put(name, ByteBuffer.wrap(content));
      }
    });
    return kept;
  }
}
