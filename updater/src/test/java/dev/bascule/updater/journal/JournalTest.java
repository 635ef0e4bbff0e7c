package dev.bascule.updater.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.bascule.bootctl.Slot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {

  private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T03:04:05.678Z"),
      ZoneOffset.UTC);

  private final Path directory = Jimfs.newFileSystem(Configuration.unix()).getPath("/journal");
  private final Path first = directory.resolve("00000001.jsonl");

  @Test
  void keepsWhatWasAppended() throws IOException {
    appendAll(Events.oneOfEach());

    JournalHistory read = JournalHistory.read(directory);

    assertThat(read.entries()).extracting(Entry::event).isEqualTo(Events.oneOfEach());
    assertThat(read.entries()).extracting(Entry::number).startsWith(1L, 2L, 3L);
    assertThat(read.entries()).extracting(Entry::at)
        .containsOnly(Instant.parse("2026-11-21T03:04:05Z"));
    assertThat(read.findings()).isEmpty();
  }

  @Test
  void isEmptyWhereThereIsNone() throws IOException {
    assertThat(JournalHistory.read(directory).ledger()).isEqualTo(Ledger.empty());
  }

  @Test
  void writesTheFileThatIsDocumented() throws IOException {
    appendAll(List.of(new Event.BootSeen(Slot.A), new Event.FloorRaised(4)));

    // The digits were made with: printf %s '000…0{"n":1,…}' | sha256sum, with 64 zeros
    assertThat(Files.readString(first)).isEqualTo(
        """
          982e775e0738587320a38cd3b594048e9e7029961b10741aba11d200ee719a88 {"n":1,"at":"2026-11-21T03:04:05Z","boot":"boot-1","event":"boot_seen","slot":"A"}
          8567639ba5fa2fc5f2d9c815507986ab0eb69386cd6176668ce36950a1d02ad8 {"n":2,"at":"2026-11-21T03:04:05Z","boot":"boot-1","event":"floor_raised","raised_to":4}
          """);
  }

  @Test
  void survivesACutAtEveryByte() throws IOException {
    appendAll(Events.oneOfEach());
    byte[] whole = Files.readAllBytes(first);
    List<Entry> entries = JournalHistory.read(directory).entries();

    for (int cut = 0; cut <= whole.length; cut++) {
      Files.write(first, Arrays.copyOf(whole, cut));
      int lines = lineFeeds(whole, cut);

      try (Journal journal = open("boot-2")) {
        assertThat(journal.ledger()).isEqualTo(Ledger.of(entries.subList(0, lines)));
        journal.append(new Event.RebootRequested("after the cut"));
      }

      JournalHistory healed = JournalHistory.read(directory);
      assertThat(healed.findings()).isEmpty();
      assertThat(healed.entries()).hasSize(lines + 1);
      assertThat(healed.entries().subList(0, lines)).isEqualTo(entries.subList(0, lines));
    }
  }

  @Test
  void dropsATailOfZeroesThatAFileSystemLeft() throws IOException {
    appendAll(List.of(new Event.BootSeen(Slot.A), new Event.FloorRaised(4)));
    byte[] whole = Files.readAllBytes(first);
    Files.write(first, Arrays.copyOf(whole, whole.length + 4096));

    assertThat(JournalHistory.read(directory).findings())
        .containsExactly("/journal/00000001.jsonl: the last 4096 bytes are no whole line; dropped");
    try (Journal journal = open("boot-2")) {
      assertThat(journal.ledger().floor()).isEqualTo(4);
    }
    assertThat(Files.readAllBytes(first)).isEqualTo(whole);
  }

  @Test
  void losesOnlyTheLinesAtTheDamageAndSaysSo() throws IOException {
    appendAll(List.of(new Event.FloorRaised(1), new Event.FloorRaised(2),
        new Event.BootSeen(Slot.A), new Event.FloorRaised(4)));
    byte[] damaged = Files.readAllBytes(first);
    damaged[80] ^= 1;
    Files.write(first, damaged);

    try (Journal journal = open("boot-2")) {
      assertThat(journal.ledger().floor()).isEqualTo(4);
      assertThat(journal.history().findings())
          .containsExactly("/journal/00000001.jsonl: 1 lines are damaged; the others are used");
    }

    JournalHistory healed = JournalHistory.read(directory);
    assertThat(healed.entries()).extracting(Entry::event)
        .contains(new Event.JournalDamaged("00000001.jsonl", 1), new Event.FloorRaised(4))
        .doesNotContain(new Event.FloorRaised(1));
    assertThat(Files.exists(first)).as("the damaged file is kept").isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void believesNothingThatWasNotWritten(long seed) throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    appendAll(Events.oneOfEach());
    byte[] whole = Files.readAllBytes(first);
    List<Entry> written = JournalHistory.read(directory).entries();

    for (int round = 0; round < 100; round++) {
      byte[] damaged = whole.clone();
      int flips = random.nextInt(1, 4);
      for (int flip = 0; flip < flips; flip++) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }

      List<Entry> read = JournalFile.parse(damaged).entries();

      assertThat(written).containsAll(read);
      assertThat(read).hasSizeGreaterThanOrEqualTo(written.size() - 3 * flips);
    }
  }

  @Test
  void goesOnInANewFileWithoutForgettingWhatMatters() throws IOException {
    try (Journal journal = Journal.open(directory, CLOCK, "boot-1", 8 << 10)) {
      journal.append(new Event.FloorRaised(9));
      journal.append(new Event.Quarantined(Events.image("1.3.0"), "fell back"));
      journal.append(new Event.Confirmed(Slot.A, Events.image("1.1.0")));
      for (int i = 0; i < 1000; i++) {
        journal.append(new Event.BootSeen(i % 2 == 0 ? Slot.A : Slot.B));
      }
    }

    JournalHistory read = JournalHistory.read(directory);
    assertThat(read.ledger().floor()).isEqualTo(9);
    assertThat(read.ledger().quarantineOf(Events.image("1.3.0").digest())).isPresent();
    assertThat(read.ledger().confirmed())
        .isEqualTo(new Event.Confirmed(Slot.A, Events.image("1.1.0")));
    assertThat(read.entries().getLast().number()).isGreaterThanOrEqualTo(1003);
    assertThat(names()).hasSize(2);
    for (Path file : files()) {
      assertThat(Files.size(file)).isLessThanOrEqualTo(8 << 10);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void addsUpToTheSameWhateverTheFilesSize(long seed) throws IOException {
    List<Event> events = Events.random(seed, 400).stream().map(Entry::event).toList();

    appendAll(events, 16 << 10);

    JournalHistory read = JournalHistory.read(directory);
    Ledger whole = Ledger.of(numbered(events));
    assertThat(read.ledger()).usingRecursiveComparison()
        .ignoringFields("outcome.number")
        .isEqualTo(whole);
    List<Entry> last = JournalFile.parse(Files.readAllBytes(files().getLast())).entries();
    assertThat(Ledger.of(last)).as("the last file alone").isEqualTo(read.ledger());
  }

  @Test
  void ignoresAFollowingFileThatWasNotFinished() throws IOException {
    appendAll(Events.oneOfEach());
    Ledger before = JournalHistory.read(directory).ledger();
    Files.writeString(directory.resolve("00000002.jsonl.new"), "half a li");

    try (Journal journal = open("boot-2")) {
      assertThat(journal.ledger()).isEqualTo(before);
    }
  }

  @Test
  void healsALostLineFromTheFileBefore() throws IOException {
    try (Journal journal = Journal.open(directory, CLOCK, "boot-1", 4 << 10)) {
      journal.append(new Event.FloorRaised(9));
      while (names().size() < 2) {
        journal.append(new Event.RebootRequested("again"));
      }
    }
    Path second = directory.resolve("00000002.jsonl");
    byte[] damaged = Files.readAllBytes(second);
    damaged[20] ^= 1;
    Files.write(second, damaged);

    assertThat(JournalHistory.read(directory).ledger().floor()).isEqualTo(9);
  }

  @Test
  void passesOverEventsOfALaterVersion() throws IOException {
    appendAll(List.of(new Event.FloorRaised(1)));
    JournalFile file = JournalFile.parse(Files.readAllBytes(first));
    byte[] json = "{\"n\":2,\"at\":\"2026-11-21T03:04:05Z\",\"boot\":\"b\",\"event\":\"beamed_up\"}"
        .getBytes(StandardCharsets.UTF_8);
    Files.write(first, concat(Files.readAllBytes(first),
        Chain.line(Chain.link(file.lastLink(), json), json)));

    try (Journal journal = open("boot-2")) {
      assertThat(journal.append(new Event.FloorRaised(3)).number()).isEqualTo(3);
    }

    JournalHistory read = JournalHistory.read(directory);
    assertThat(read.findings()).isEmpty();
    assertThat(read.ledger().floor()).isEqualTo(3);
    assertThat(Files.readString(first)).contains("beamed_up");
  }

  @Test
  void startsAgainFromAFileOfGarbage() throws IOException {
    Files.createDirectories(directory);
    byte[] garbage = new byte[100_000];
    RandomGeneratorFactory.of("L64X128MixRandom").create(1).nextBytes(garbage);
    Files.write(first, garbage);

    try (Journal journal = open("boot-1")) {
      assertThat(journal.history().findings()).isNotEmpty();
      journal.append(new Event.FloorRaised(2));
    }
    assertThat(JournalHistory.read(directory).ledger().floor()).isEqualTo(2);
  }

  @Test
  void worksOnTheSystemsOwnFiles(@TempDir Path temporary) throws IOException {
    Path real = temporary.resolve("state/journal");
    try (Journal journal = Journal.open(real, CLOCK, "boot-1", 4 << 10)) {
      for (int i = 0; i < 100; i++) {
        journal.append(new Event.FloorRaised(i));
      }
    }

    assertThat(JournalHistory.read(real).ledger().floor()).isEqualTo(99);
  }

  @Test
  void saysWhatToDoWhenItCannotWrite() throws IOException {
    Files.writeString(directory, "not a directory");

    assertThatExceptionOfType(JournalException.class)
        .isThrownBy(() -> open("boot-1"))
        .withMessageContaining("/journal/00000001.jsonl: the journal cannot be written")
        .satisfies(e -> assertThat(e.remedy()).contains("not full"));
  }

  private Journal open(String boot) throws IOException {
    return Journal.open(directory, CLOCK, boot);
  }

  private void appendAll(List<Event> events) throws IOException {
    appendAll(events, Journal.MAX_FILE);
  }

  private void appendAll(List<Event> events, int maxFile) throws IOException {
    try (Journal journal = Journal.open(directory, CLOCK, "boot-1", maxFile)) {
      for (Event event : events) {
        journal.append(event);
      }
    }
  }

  private static List<Entry> numbered(List<Event> events) {
    List<Entry> entries = new ArrayList<>();
    for (Event event : events) {
      entries.add(new Entry(entries.size() + 1, Instant.parse("2026-11-21T03:04:05Z"), "boot-1",
          event));
    }
    return entries;
  }

  private List<Path> files() throws IOException {
    return new JournalDirectory(directory).files();
  }

  private List<String> names() throws IOException {
    return files().stream().map(path -> path.getFileName().toString()).toList();
  }

  private static int lineFeeds(byte[] content, int length) {
    int count = 0;
    for (int i = 0; i < length; i++) {
      count += content[i] == '\n' ? 1 : 0;
    }
    return count;
  }

  private static byte[] concat(byte[] one, byte[] two) {
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    return both;
  }
}
