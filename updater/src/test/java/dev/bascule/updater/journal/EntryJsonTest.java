package dev.bascule.updater.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bascule.bootctl.Slot;
import dev.bascule.image.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryJsonTest {

  private static final Instant AT = Instant.parse("2026-11-21T03:04:05Z");

  static List<Event> events() {
    return Events.oneOfEach();
  }

  @ParameterizedTest
  @MethodSource("events")
  void readsWhatItWrote(Event event) throws JsonException {
    Entry entry = new Entry(17, AT, "4bf1", event);

    byte[] line = EntryJson.encode(entry);

    assertThat(EntryJson.decode(line)).isEqualTo(entry);
    assertThat(line).doesNotContain('\n');
  }

  @Test
  void hasAnExampleOfEveryKindOfEvent() {
    assertThat(events().stream().map(Event::getClass).collect(Collectors.toSet()))
        .hasSize(Event.class.getPermittedSubclasses().length);
  }

  @Test
  void keepsItsNames() {
    Entry entry = new Entry(3, AT, "4bf1", new Event.Activating(Slot.B, Events.image("1.2.0"), 3,
        "priority=0"));

    assertThat(new String(EntryJson.encode(entry), StandardCharsets.UTF_8)).isEqualTo("""
      {"n":3,"at":"2026-11-21T03:04:05Z","boot":"4bf1","event":"activating","slot":"B",\
      "version":"1.2.0",\
      "manifest_sha256":"%s",\
      "release":7,"floor":5,"tries":3,"before":"priority=0"}""".formatted(
        Events.image("1.2.0").digest()));
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "", "[]", "{}", "null",
      "{\"n\":0,\"at\":\"2026-11-21T03:04:05Z\",\"boot\":\"b\",\"event\":\"boot_seen\",\"slot\":\"A\"}",
      "{\"n\":1,\"at\":\"2026-11-21\",\"boot\":\"b\",\"event\":\"boot_seen\",\"slot\":\"A\"}",
      "{\"n\":1,\"at\":\"2026-11-21T03:04:05Z\",\"boot\":\"b\",\"event\":\"boot_seen\",\"slot\":\"C\"}",
      "{\"n\":1,\"at\":\"2026-11-21T03:04:05Z\",\"boot\":\"b\",\"event\":\"exploded\"}"})
  void refusesWhatItWouldNotWrite(String line) {
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> EntryJson.decode(line.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void boundsTheLongestEvent() {
    CheckNote note = new CheckNote("n".repeat(9999), "\u0001".repeat(9999), "€\n".repeat(9999));
    Event event = new Event.HealthChecked(Slot.A, false, Collections.nCopies(99, note));

    assertThat(EntryJson.encode(new Entry(1, AT, "4bf1", event)).length)
        .isLessThan(EntryJson.MAX_LENGTH);
  }

  @Test
  void keepsTheEndOfALongTextAndNoHalfCharacters() throws JsonException {
    Event event = new Event.RebootRequested("x".repeat(5000) + "\ud800 the end \udc00");

    Entry read = EntryJson.decode(EntryJson.encode(new Entry(1, AT, "4bf1", event)));

    assertThat(((Event.RebootRequested) read.event()).why())
        .startsWith("…x")
        .endsWith("? the end ?")
        .hasSize(Prose.MAX_LENGTH);
  }
}
