package dev.bascule.lab.powercut;

import dev.bascule.bootctl.Slot;
import dev.bascule.image.Sha256;
import dev.bascule.lab.FileTree;
import dev.bascule.updater.journal.Attempt;
import dev.bascule.updater.journal.JournalException;
import dev.bascule.updater.journal.JournalHistory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Reads the journal of many media, each content once. */
final class JournalReader {

  static final String PLACE = "var/lib/bascule/journal/";
  /** A line that a cut left is dropped; this is what is said of anything worse. */
  private static final String DAMAGED = "damaged";

  private final Map<ByteBuffer, Reading> known = new HashMap<>();

  /**
   * What a journal says.
   *
   * @param events how many entries it has, from the first one on
   * @param mayBoot the slot that was to be tried as far as it knows, or null
   */
  record Reading(int events, @Nullable Slot mayBoot, List<String> faults) {}

  Reading read(SortedMap<String, byte[]> files) throws IOException {
    SortedMap<String, byte[]> journal = files.subMap(PLACE, PLACE + Character.MAX_VALUE);
    MessageDigest digest = Sha256.newDigest();
    journal.forEach((name, content) -> {
      digest.update((name + content.length).getBytes(StandardCharsets.UTF_8));
      digest.update(content);
    });
    ByteBuffer key = ByteBuffer.wrap(digest.digest());
    Reading reading = known.get(key);
    if (reading == null) {
      reading = parse(journal);
      known.put(key, reading);
    }
    return reading;
  }

  private static Reading parse(SortedMap<String, byte[]> journal) throws IOException {
    Path directory = Files.createTempDirectory("journal");
    try {
      for (var file : journal.entrySet()) {
        if (!file.getKey().endsWith("/")) {
          Files.write(directory.resolve(file.getKey().substring(PLACE.length())), file.getValue());
        }
      }
      JournalHistory history = JournalHistory.read(directory);
      List<String> faults = new ArrayList<>();
      history.findings().stream().filter(line -> line.contains(DAMAGED)).forEach(faults::add);
      for (int i = 0; i < history.entries().size(); i++) {
        if (history.entries().get(i).number() != i + 1L) {
          faults.add("the journal has no entry " + (i + 1));
          break;
        }
      }
      Attempt attempt = history.ledger().attempt();
      return new Reading(history.entries().size(),
          attempt != null && attempt.mayBoot() ? attempt.slot() : null, faults);
    } catch (JournalException e) {
      return new Reading(0, null, List.of(String.valueOf(e.getMessage())));
    } finally {
      new FileTree(directory).delete();
    }
  }
}
