package dev.bascule.updater.slot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.bascule.bootctl.Slot;
import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import dev.bascule.image.manifest.ManifestJson;
import dev.bascule.updater.journal.Entry;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.Events;
import dev.bascule.updater.journal.ImageRef;
import dev.bascule.updater.journal.Ledger;
import dev.bascule.updater.update.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotRecordsTest {

  private static final byte[] SIGNED =
      ManifestJson.encode(Manifests.manifest(Version.parse("1.2.0"), 5));
  private static final ImageRef REF =
      new ImageRef(Version.parse("1.2.0"), Sha256.digest(SIGNED), 5, 2);

  private final Path directory = Jimfs.newFileSystem(Configuration.unix()).getPath("/slots");
  private final SlotRecords records = new SlotRecords(directory);

  @Test
  void readsWhatWasWritten() throws IOException {
    records.write(Slot.B, SIGNED);

    assertThat(records.read(Slot.B, ledger(REF)).orElseThrow().ref()).isEqualTo(REF);
    assertThat(records.read(Slot.A, ledger(REF))).isEmpty();
  }

  @Test
  void believesTheFactoryWhereTheJournalKnowsNothing() throws IOException {
    records.write(Slot.B, SIGNED);

    assertThat(records.read(Slot.B, Ledger.empty()).orElseThrow().manifest().release())
        .isEqualTo(5);
  }

  @Test
  void doesNotBelieveARecordThatContradictsTheJournal() throws IOException {
    records.write(Slot.B, SIGNED);

    assertThat(records.read(Slot.B, ledger(Events.image("1.3.0")))).isEmpty();
  }

  @Test
  void forgetsBeforeASlotIsWritten() throws IOException {
    records.write(Slot.B, SIGNED);
    records.delete(Slot.B);
    records.delete(Slot.B);

    assertThat(records.read(Slot.B, Ledger.empty())).isEmpty();
  }

  @Test
  void keepsTheOldRecordWhateverACutLeftBesideIt() throws IOException {
    records.write(Slot.B, SIGNED);
    for (int cut = 0; cut <= SIGNED.length; cut += 16) {
      Files.write(directory.resolve("B.image.json.new"), Arrays.copyOf(SIGNED, cut));

      assertThat(records.read(Slot.B, ledger(REF))).isPresent();
    }
    records.write(Slot.B, SIGNED);
    assertThat(records.read(Slot.B, ledger(REF))).isPresent();
  }

  @Test
  void treatsGarbageAsAbsent() throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("B.image.json"), "{\"format\":");

    assertThat(records.read(Slot.B, Ledger.empty())).isEmpty();
  }

  private static Ledger ledger(ImageRef content) {
    return Ledger
        .of(List.of(new Entry(1, Instant.EPOCH, "boot-1", new Event.Staged(Slot.B, content))));
  }
}
