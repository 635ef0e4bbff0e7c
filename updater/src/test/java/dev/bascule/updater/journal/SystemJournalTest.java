package dev.bascule.updater.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bascule.bootctl.Slot;
import dev.bascule.updater.process.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real journald keeps of our entries, and what the real journalctl knows to say of them. */
final class SystemJournalTest {

  private static final Path CATALOG = Path.of("..", "systemd", "bascule.catalog");
  private static final long MOST_SECONDS = 60;

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path root;

  @Test
  void journaldKeepsEveryMemberOfAnEntry() throws Exception {
    List.of("journalctl", "unshare").forEach(Tool::require);
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can mount");
    Path run = Files.createDirectory(root.resolve("run"));
    Path socket = run.resolve("systemd/journal/socket");
    // A journald of its own: its sockets and files are below this test's directory.
    Process journald = new ProcessBuilder("unshare", "--mount", "sh", "-ec",
        "mount --make-rprivate /; mount --bind " + run + " /run; "
            + "mkdir -p /run/systemd/journal /run/log/journal; exec /lib/systemd/systemd-journald")
        .redirectErrorStream(true)
        .redirectOutput(root.resolve("journald.log").toFile())
        .start();
    try {
      await(() -> Files.exists(socket));
      Event fellBack = new Event.FellBack(Slot.B, Slot.A, Events.image("1.2.0"),
          FallBackReason.FAILED_HEALTH, "two\nlines, and a = sign");
      append(new Event.BootSeen(Slot.A), fellBack);
      await(() -> entries(run).size() == 2);

      JsonNode entry = entries(run).getLast();
      assertThat(entry.path("MESSAGE").asText()).startsWith("fell back  from=B to=A version=1.2.0");
      assertThat(entry.path("MESSAGE_ID").asText()).isEqualTo(SystemJournal.messageId("fell_back"));
      assertThat(entry.path("PRIORITY").asText()).isEqualTo("4");
      assertThat(entry.path("BASCULE_EVENT").asText()).isEqualTo("fell_back");
      assertThat(entry.path("BASCULE_FROM").asText()).isEqualTo("B");
      assertThat(entry.path("BASCULE_VERSION").asText()).isEqualTo("1.2.0");
      assertThat(entry.path("BASCULE_EVIDENCE").asText()).isEqualTo("two\nlines, and a = sign");
      assertThat(entry.path("BASCULE_N").asText()).isEqualTo("2");
    } finally {
      journald.destroy();
      journald.waitFor();
    }
  }

  @Test
  void nothingFailsWhereNobodyListens() throws IOException {
    Files.createDirectories(root.resolve("run/systemd/journal"));
    append(new Event.BootSeen(Slot.A));
    Files.writeString(root.resolve("run/systemd/journal/socket"), "no socket");
    append(new Event.BootSeen(Slot.B));

    assertThat(JournalHistory.read(new JournalDirectory(root.resolve("journal"))).entries())
        .hasSize(2);
  }

  /** journalctl compiles the catalogue and finds in it what each event that a person may ask about is. */
  @Test
  void journalctlExplainsEvents() throws Exception {
    Tool.require("journalctl");
    Path place = Files.createDirectories(root.resolve("usr/lib/systemd/catalog"));
    Files.copy(CATALOG, place.resolve("bascule.catalog"));
    Files.createDirectories(root.resolve("var/lib/systemd/catalog"));

    assertThat(call("journalctl", "--root=" + root, "--update-catalog")).doesNotContain("bascule");
    String all = call("journalctl", "--root=" + root, "--dump-catalog");
    Matcher id = Pattern.compile("(?m)^# (\\w+)\\n-- (\\w{32})$")
        .matcher(Files.readString(CATALOG));
    TreeSet<String> explained = new TreeSet<>();
    while (id.find()) {
      explained.add(id.group(1));
      assertThat(id.group(2)).as(id.group(1)).isEqualTo(SystemJournal.messageId(id.group(1)));
      assertThat(all).contains("-- " + id.group(2));
    }
    TreeSet<String> known = new TreeSet<>();
    Events.oneOfEach()
        .forEach(event -> known.add(EntryJson.json(
            new Entry(1, Clock.systemUTC().instant(), "boot", event)).path("event").asText()));
    assertThat(known).containsAll(explained);
    known.removeAll(explained);
    assertThat(known).containsExactly("activating", "boot_seen", "continued", "drill_reached");
  }

  private void append(Event... events) throws IOException {
    try (EventLog log = new AnnouncedLog(
        Journal.open(root.resolve("journal"), Clock.systemUTC(), "boot"),
        SystemJournal.of(root))) {
      for (Event event : events) {
        log.append(event);
      }
    }
  }

  private static List<JsonNode> entries(Path run) throws IOException {
    List<JsonNode> entries = new ArrayList<>();
    for (String line : call("journalctl", "--directory=" + run.resolve("log/journal"),
        "--output=json",
        "--no-pager", "SYSLOG_IDENTIFIER=bascule").lines()
        .filter(text -> text.startsWith("{"))
        .toList()) {
      entries.add(new ObjectMapper().readTree(line));
    }
    return entries;
  }

  private static String call(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Something that becomes true, or has not yet. */
  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(Condition condition) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (!condition.holds()) {
      assertThat(System.nanoTime())
          .as("in time: %s", Files.readString(root.resolve("journald.log")))
          .isLessThan(end);
      Thread.sleep(50);
    }
  }
}
