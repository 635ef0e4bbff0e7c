package dev.bascule.lab.powercut;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.boot.Startup;
import dev.bascule.lab.boot.SystemdBootMachine;
import dev.bascule.lab.boot.SystemdBootMenu.Entry;
import dev.bascule.lab.cut.Act;
import dev.bascule.lab.cut.Snapshot;
import dev.bascule.lab.device.Device;
import dev.bascule.lab.trace.Tracer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * systemd-boot with boot counting, in files that stand for those in the EFI system partition and for the firmware's
 * variables. Slot B's entry is the newer one, so it comes first in the order; slot A's trials are the loader's one-shot.
 */
record SystemdBootModel() implements LoaderModel {

  private static final String ESP = "var/esp/";
  private static final String SYS = "var/sys";
  private static final String VARIABLES = SYS + "/firmware/efi/efivars/";

  @Override
  public String label() {
    return "systemd-boot";
  }

  /** What the loader finds of a device's files. */
  static SystemdBootMachine.Found found(SortedMap<String, byte[]> files) {
    return new SystemdBootMachine.Found(below(ESP, files), below(VARIABLES, files));
  }

  private static SortedMap<String, byte[]> below(String place, SortedMap<String, byte[]> files) {
    SortedMap<String, byte[]> found = new TreeMap<>();
    files.subMap(place, place + Character.MAX_VALUE).forEach((name, content) -> {
      if (!name.endsWith("/")) {
        found.put(name.substring(place.length()), content);
      }
    });
    return found;
  }

  /** Whether an entry says what the factory's says. */
  static boolean isWhole(SortedMap<String, byte[]> files, Entry entry, Slot slot) {
    return Arrays.equals(files.get(ESP + "loader/entries/" + entry.file()), text(slot));
  }

  @Override
  public void configure(Device device) throws IOException {
    device.configure("systemd-boot", """
      [boot]
      loader = "systemd-boot"
      esp = "/%s"
      names = ["slot-a.conf", "slot-b.conf"]

      [host]
      sys = "%s"
      """.formatted(ESP.substring(0, ESP.length() - 1), device.root().resolve(SYS)));
  }

  @Override
  public void install(Device device) throws IOException {
    Path esp = device.root().resolve(ESP);
    Path entries = Files.createDirectories(esp.resolve("loader/entries"));
    Files.createDirectories(device.root().resolve(VARIABLES));
    Files.writeString(esp.resolve("loader/loader.conf"), "timeout 0\neditor no\n",
        StandardCharsets.UTF_8);
    for (Slot slot : Slot.values()) {
      Files.createDirectories(esp.resolve(name(slot)));
      Files.writeString(esp.resolve(name(slot)).resolve("linux"), "a kernel\n",
          StandardCharsets.UTF_8);
      Files.write(entries.resolve(name(slot) + (slot == Slot.A ? "" : "+0") + ".conf"), text(slot));
    }
  }

  @Override
  public Startup start(Device device, Tracer tracer, List<Act> acts) throws IOException {
    device.powerOff();
    Path root = device.root();
    SortedMap<String, byte[]> files =
        Snapshot.read(device.disk().file(), root, root.resolve("var")).files();
    return new SystemdBootMachine(device.proc()).powerOn(found(files),
        new SystemdBootMachine.Changes() {

          @Override
          public void rename(String from, String to) throws IOException {
            Files.move(root.resolve(ESP + from), root.resolve(ESP + to));
            acts.add(tracer.move(ESP + from, ESP + to));
            acts.add(new Act.SyncNames(ESP + "loader/entries")); // it asks its firmware for a flush then
          }

          @Override
          public void set(String variable, byte[] value) throws IOException {
            Path file = root.resolve(VARIABLES + variable);
            if (value.length == 0) {
              Files.deleteIfExists(file);
            } else {
              Files.write(file, value);
            }
            acts.add(tracer.variable(VARIABLES + variable, value));
          }
        });
  }

  @Override
  public boolean triesOnce(Chapter chapter) {
    return chapter == Chapter.SECOND_UPDATE; // slot A comes behind in the order
  }

  @Override
  public Judge judge(List<SignedContent> images) {
    return new SystemdBootJudge(images);
  }

  private static String name(Slot slot) {
    return "slot-" + slot.name().toLowerCase(Locale.ROOT);
  }

  /** Longer than a sector. */
  private static byte[] text(Slot slot) {
    return """
      title      Device, slot %1$s
      sort-key   device
      version    1.0.%2$d
      linux      /%3$s/linux
      # %4$s
      options    root=PARTLABEL=ROOT-%1$s bascule.slot=%1$s ro panic=30
      """
        .formatted(slot, slot == Slot.A ? 1 : 2, name(slot),
            "what the factory says of it ".repeat(16))
        .getBytes(StandardCharsets.UTF_8);
  }
}
