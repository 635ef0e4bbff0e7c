package dev.bascule.lab.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.boot.SystemdBootMenu.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd-boot's source says, in the cases by which our boot control lives. */
final class SystemdBootMachineTest {

  private static final String VENDOR = "-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f";

  @TempDir
  Path proc;
  private final SortedMap<String, byte[]> esp = new TreeMap<>();
  private final SortedMap<String, byte[]> variables = new TreeMap<>();
  private final List<String> changes = new ArrayList<>();

  private void entry(String file, String slot, String version) {
    put("loader/entries/" + file, "title x\nsort-key device\nversion " + version
        + "\nlinux /linux\noptions quiet\noptions bascule.slot=" + slot + "\n");
    put("linux", "");
  }

  private void put(String path, String text) {
    esp.put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private void variable(String name, String text) {
    variables.put(name + VENDOR, ("\7\0" + text + '\0').getBytes(StandardCharsets.UTF_16LE));
  }

  private SystemdBootMachine.Found found() {
    return new SystemdBootMachine.Found(esp, variables);
  }

  private List<String> menu() {
    return found().menu().entries().stream().map(Entry::file).toList();
  }

  private String chosen() {
    return found().choose().map(Entry::file).orElse("");
  }

  private Startup powerOn() throws IOException {
    return new SystemdBootMachine(proc).powerOn(found(), new SystemdBootMachine.Changes() {
      @Override
      public void rename(String from, String to) {
        changes.add(from + " > " + to);
      }

      @Override
      public void set(String variable, byte[] value) {
        if (value.length == 0) {
          changes.add("no " + variable.replace(VENDOR, ""));
        }
      }
    });
  }

  @Test
  void putsTheNewestFirstAndWhatHasNoTriesLeftLast() {
    entry("slot-a.conf", "A", "1.9");
    entry("slot-b+3.conf", "B", "1.10");
    entry("slot-c+0-3.conf", "B", "2");
    entry("slot-b+2-1.conf", "B", "1.10");

    assertThat(menu()).containsExactly("slot-b+3.conf", "slot-b+2-1.conf", "slot-a.conf",
        "slot-c+0-3.conf");
  }

  @Test
  void takesOneShotBeforeDefaultAndLooksAtNoCounter() {
    entry("slot-a+0-1.conf", "A", "1");
    entry("slot-b.conf", "B", "2");
    put("loader/loader.conf", "timeout 0\ndefault slot-b*\n");
    assertThat(chosen()).isEqualTo("slot-b.conf");

    variable("LoaderEntryDefault", "slot-a[+.]*conf");
    assertThat(chosen()).isEqualTo("slot-a+0-1.conf");
    variable("LoaderEntryOneShot", "SLOT-B.conf");
    assertThat(chosen()).isEqualTo("slot-b.conf");
    variable("LoaderEntryOneShot", "slot-c.conf");
    assertThat(chosen()).isEqualTo("slot-a+0-1.conf");
  }

  @Test
  void passesOverWhatSaysNoKernelThatIsThere() {
    entry("slot-a.conf", "A", "1");
    put("loader/entries/slot-b+3.conf", "title x\nversion 2\n\0linux /linux\n");
    put("loader/entries/.slot-b+2.conf.new", "linux /linux\n");
    put("loader/entries/slot-c.conf", "linux /elsewhere\n");

    assertThat(menu()).containsExactly("slot-a.conf");
  }

  @Test
  void forgetsTheOneShotBeforeItCounts() throws IOException {
    entry("slot-a+1.conf", "A", "1");
    entry("slot-b.conf", "B", "2");
    variable("LoaderEntryOneShot", "slot-a[+.]*conf");

    assertThat(powerOn()).isInstanceOfSatisfying(Startup.Booted.class,
        booted -> assertThat(booted.slot()).isEqualTo(Slot.A));
    assertThat(changes).containsExactly("no LoaderEntryOneShot",
        "loader/entries/slot-a+1.conf > loader/entries/slot-a+0-1.conf");
  }

  @Test
  void startsNothingWhereThereIsNoEntry() throws IOException {
    assertThat(powerOn()).isInstanceOf(Startup.NothingBootable.class);
  }
}
