package dev.bascule.bootctl.systemdboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.choice.LoaderLaws;
import dev.bascule.bootctl.systemdboot.BootEntry.EntryIdentity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LoaderEntriesTest {
  private static final List<List<String>> COUNTERS = List.of(List.of(), List.of(""), List.of("+3"),
      List.of("+1-2"), List.of("+0-3"), List.of("", "+0"), List.of("+2-1", "+0"),
      List.of("", "+2"));

  @ParameterizedTest
  @CsvSource({".conf,WITH_COUNTER", ".conf,WITHOUT_COUNTER", ".efi,WITH_COUNTER",
      ".efi,WITHOUT_COUNTER"})
  void neverLeavesADeviceThatDoesNotBoot(String suffix, EntryIdentity identity) {
    int writes = new LoaderLaws<>(new SystemdBootModel(), SystemdBootModel::cuts)
        .check(choices(suffix, identity));

    assertThat(writes).isGreaterThan(5_000);
  }

  private static List<LoaderEntries> choices(String suffix, EntryIdentity identity) {
    var choices = new ArrayList<LoaderEntries>();
    for (var a : COUNTERS) {
      for (var b : COUNTERS) {
        for (var versions : List.of(List.of("1", "2"), List.of("2", "1"))) {
          var entries = Stream.concat(entries("slot-a", a, suffix, versions.get(0)),
              entries("slot-b", b, suffix, versions.get(1))).toList();
          for (var configured : Arrays.<@Nullable String>asList(null, "slot-*",
              "slot-a" + suffix)) {
            for (var preferred : Arrays.<@Nullable String>asList(null, "slot-a" + suffix,
                "slot-b" + suffix)) {
              for (var oneShot : Arrays.<@Nullable String>asList(null,
                  "slot-a[+.]*" + suffix.substring(1),
                  "slot-b" + suffix)) {
                choices.add(new LoaderEntries("slot-a" + suffix, "slot-b" + suffix, identity,
                    entries, pattern(configured), pattern(preferred), pattern(oneShot)));
              }
            }
          }
        }
      }
    }
    return choices;
  }

  private static @Nullable EntryPattern pattern(@Nullable String text) {
    return text == null ? null : new EntryPattern(text);
  }

  private static Stream<BootEntry> entries(String stem, List<String> counters, String suffix,
      String version) {
    return counters.stream()
        .map(counter -> EntryName.parse(stem + counter + suffix).orElseThrow())
        .map(name -> new BootEntry(name, "os", "", version));
  }
}
