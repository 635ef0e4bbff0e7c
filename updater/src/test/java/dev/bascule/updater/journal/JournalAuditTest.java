package dev.bascule.updater.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.bootctl.Slot;
import dev.bascule.updater.journal.JournalAudit.Head;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalAuditTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-01T00:00:00Z"), ZoneOffset.UTC);
  private static final String BOOT = "00000000-0000-4000-8000-000000000001";

  @TempDir
  @SuppressWarnings("NullAway.Init") // made before each test
  private Path directory;

  @Test
  void findsNothingWrongWithAJournalAcrossItsFiles() throws IOException {
    JournalAudit audit = audit(null);
    assertThat(audit.findings()).isEmpty();
    assertThat(audit.head()).isNull();

    write(40, 4096);

    assertThat(files()).hasSize(2);
    assertThat(audit(null).findings()).isEmpty();
    assertThat(audit(null).head()).extracting(Head::number).isEqualTo(lastNumber());
  }

  /** Every line of a file, removed, altered in one letter, or doubled. */
  @Test
  void findsEveryLineThatWasRemovedAlteredOrDoubled() throws IOException {
    write(12, 1 << 20);
    Path file = files().getFirst();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      List<String> removed = new ArrayList<>(lines);
      removed.remove(i);
      boolean last = i == lines.size() - 1;
      Head head = audit(null).head();

      assertThat(findings(file, removed, head)).as("without line %s", i).isNotEmpty();
      if (!last) {
        assertThat(findings(file, removed, null)).as("without line %s", i).isNotEmpty();
      }
      List<String> altered = new ArrayList<>(lines);
      altered.set(i, lines.get(i).replace("because", "becausf"));
      assertThat(findings(file, altered, null)).as("line %s altered", i).isNotEmpty();
      List<String> doubled = new ArrayList<>(lines);
      doubled.add(i, lines.get(i));
      assertThat(findings(file, doubled, null)).as("line %s doubled", i).isNotEmpty();
      Files.write(file, lines);
    }
  }

  @Test
  void findsAFileThatDoesNotGoOnFromTheOneBefore() throws IOException {
    write(40, 4096);
    List<Path> files = files();
    List<String> first = Files.readAllLines(files.getFirst());
    Files.write(files.getFirst(), first.subList(0, first.size() - 2));

    assertThat(audit(null).findings()).anyMatch(finding -> finding.contains("goes on from"));
  }

  @Test
  void findsARewrittenJournalByAHeadThatWasTakenDown() throws IOException {
    write(5, 1 << 20);
    Head head = audit(null).head();
    Files.delete(files().getFirst());
    try (Journal journal = Journal.open(directory, CLOCK, BOOT, 1 << 20)) {
      journal.append(new Event.RebootRequested("another story"));
    }
    write(9, 1 << 20);

    assertThat(audit(null).findings()).isEmpty();
    assertThat(audit(head).findings()).singleElement().asString().contains("taken down");
    assertThat(audit(Head.parse(String.valueOf(audit(null).head()))).findings()).isEmpty();
  }

  @Test
  void stillSaysThatALineWasAlteredOnceTheJournalWasHealed() throws IOException {
    write(5, 1 << 20);
    Path file = files().getFirst();
    Files.writeString(file, Files.readString(file).replace("because 4", "because 5"));
    write(1, 1 << 20);

    assertThat(audit(null).findings()).anyMatch(finding -> finding.contains("could not be read"));
  }

  @Test
  void takesATornLineForWhatItIs() throws IOException {
    write(5, 1 << 20);
    Path file = files().getFirst();
    String content = Files.readString(file);
    Files.writeString(file, content.substring(0, content.length() - 20));

    assertThat(audit(null).findings()).singleElement()
        .asString()
        .contains("as a power cut leaves it");
  }

  @Test
  void refusesWhatIsNoHead() {
    assertThatThrownBy(() -> Head.parse("5:abc")).isInstanceOf(IllegalArgumentException.class);
  }

  private List<String> findings(Path file, List<String> lines, @Nullable Head head)
      throws IOException {
    Files.write(file, lines);
    return audit(head).findings();
  }

  private JournalAudit audit(@Nullable Head head) throws IOException {
    return JournalAudit.of(directory, head);
  }

  private void write(int count, int maxFile) throws IOException {
    try (Journal journal = Journal.open(directory, CLOCK, BOOT, maxFile)) {
      for (int i = 0; i < count; i++) {
        journal.append(new Event.RebootRequested("because " + i));
        journal.append(new Event.MarkedBad(Slot.B, "somebody", "because " + i));
      }
    }
  }

  private List<Path> files() throws IOException {
    return new JournalDirectory(directory).files();
  }

  private long lastNumber() throws IOException {
    return JournalHistory.read(directory).entries().getLast().number();
  }
}
