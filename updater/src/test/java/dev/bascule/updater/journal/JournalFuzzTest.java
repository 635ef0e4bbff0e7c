package dev.bascule.updater.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bascule.image.json.JsonException;

/** Whatever is in a journal's file, reading it ends, and what is believed can be written again. */
class JournalFuzzTest {

  @FuzzTest
  void readsAnyBytes(byte[] content) throws JsonException {
    JournalFile file = JournalFile.parse(content);

    // What a power cut left is dropped; whole lines that do not hold were altered, and stay as they are.
    assertThat(file.torn()).isIn(file.damaged() > 0 ? 0 : content.length - file.end(),
        content.length - file.end());
    for (Entry entry : file.entries()) {
      assertThat(EntryJson.decode(EntryJson.encode(entry))).isEqualTo(entry);
    }
    Ledger.of(file.entries());
  }

  @FuzzTest
  void readsAnyLineOrRefusesIt(byte[] line) {
    try {
      Entry entry = EntryJson.decode(line);
      assertThat(EntryJson.decode(EntryJson.encode(entry))).isEqualTo(entry);
    } catch (JsonException e) {
      assertThat(e).hasMessageContaining(":");
    }
  }
}
