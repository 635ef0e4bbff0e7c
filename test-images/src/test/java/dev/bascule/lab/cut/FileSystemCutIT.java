package dev.bascule.lab.cut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.lab.CacheDirectory;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.Needs;
import dev.bascule.lab.machine.Accelerator;
import dev.bascule.lab.machine.Machine;
import dev.bascule.lab.process.Tool;
import dev.bascule.lab.system.RecordedSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our command changes what a boot loader reads on a real kernel's FAT or ext4, what reaches the disk is recorded, and
 * every medium that a cut can leave of it is read: it says what it said before or what was asked for, and from the
 * moment that the command has ended only that.
 */
final class FileSystemCutIT {

  private static final String ROOTS = " --a PARTLABEL=root-a --b PARTLABEL=root-b";
  private static final String HEADER = "# GRUB Environment Block\n";

  @TempDir
  static Path directory;
  private static Recorder recorder;
  private static Volumes volumes;

  @BeforeAll
  static void buildTheGuest() throws IOException {
    Needs.tools(Machine.QEMU, Volumes.GRUB, Volumes.MKFS, Volumes.MCOPY,
        new Tool("busybox", "busybox-static"), new Tool("modprobe", "kmod"));
    Path guest = Files.createDirectory(directory.resolve("guest"));
    RecordedSystem system =
        RecordedSystem.build(Checkout.find(), CacheDirectory.in(System.getenv()),
            guest, System.err::println);
    recorder = new Recorder(system, Accelerator.choose(directory), guest);
    volumes = new Volumes(directory);
  }

  private static String bootctl(String operation, String options) {
    return "bascule-bootctl " + operation + " " + options + ROOTS;
  }

  private static byte[] block(String... variables) {
    byte[] text = (HEADER + String.join("\n", variables) + "\n")
        .getBytes(StandardCharsets.US_ASCII);
    byte[] block = Arrays.copyOf(text, 1024);
    Arrays.fill(block, text.length, block.length, (byte) '#');
    return block;
  }

  /** All states of a content that reading gives, in the order in which they are first seen, by moment. */
  private static Map<String, Set<String>> readAll(Recording recording, Reader reader)
      throws IOException {
    Map<String, Set<String>> found = new LinkedHashMap<>();
    int count = recording.forEachCut((moment, medium) -> found
        .computeIfAbsent(moment, _ -> new LinkedHashSet<>())
        .add(reader.read(volumes.write(medium))));
    assertThat(count).as("media that a cut can leave").isGreaterThan(5);
    return found;
  }

  /** Reads one medium. */
  private interface Reader {
    String read(Path volume) throws IOException;
  }

  /** While a command runs what was before it or comes after it is read; once it has ended only that. */
  private static void requireOldOrNew(Map<String, Set<String>> found, List<String> commands) {
    String now = null;
    for (String command : commands) {
      Set<String> during = found.getOrDefault("begin " + command, Set.of());
      assertThat(during).as(command).isNotEmpty();
      if (now == null) {
        now = found.getOrDefault("", during).iterator().next(); // before the first command began
      }
      String next = after(found, command);
      assertThat(Set.of(now, next)).as("during " + command).containsAll(during);
      now = next;
    }
  }

  /** What is read from the moment on that a command has ended: one thing only. */
  private static String after(Map<String, Set<String>> found, String command) {
    Set<String> after = found.getOrDefault("end " + command, Set.of());
    assertThat(after).as("after " + command).hasSize(1);
    return after.iterator().next();
  }

  private static String variables(Optional<String> block) {
    assertThat(block).as("GRUB reads the block").isPresent();
    String text = block.orElseThrow();
    assertThat(text).hasSize(1024).startsWith(HEADER);
    return text.replace("#", "").substring(HEADER.length() - 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vfat", "ext4"})
  void grubReadsTheOldBlockOrTheNewOne(String type) throws IOException {
    var files = Map.of("grubenv",
        block("ORDER=A B", "A_OK=1", "A_TRY=0", "B_OK=0", "B_TRY=0", "note=" + "x".repeat(200)));
    Path volume = type.equals("vfat") ? volumes.fat(files) : volumes.ext4(files);
    String options = "--loader grub --environment /mnt/grubenv";
    var commands = List.of(bootctl("activate B", options), bootctl("cancel", options));

    var recording = recorder.record(volume, type, "rauc.slot=A", commands);

    var found = readAll(recording, medium -> variables(volumes.readByGrub(medium, "grubenv")));
    requireOldOrNew(found, commands);
    assertThat(after(found, commands.getFirst()))
        .contains("ORDER=B A", "B_OK=1", "bascule_trial=B");
    if (type.equals("ext4")) {
      var replayed = readAll(recording, medium -> volumes.readAfterReplay(medium, "grubenv"));
      replayed.values().forEach(states -> states.remove(Volumes.TORN));
      requireOldOrNew(replayed, commands);
    }
  }

  @Test
  void grubReadsOneOfTwoBlocksWhenTheyAreLongerThanASector() throws IOException {
    var block = block("ORDER=A B", "A_OK=1", "A_TRY=1", "B_OK=1", "B_TRY=1", "ENV_VALID=1",
        "bascule_trial=B", "note=" + "x".repeat(450));
    var volume = volumes.fat(Map.of("grubenv", block, "grubenv2", block));
    var commands = List.of(bootctl("confirm",
        "--loader grub --environment /mnt/grubenv --second /mnt/grubenv2"));

    var recording = recorder.record(volume, "vfat", "rauc.slot=B", commands);

    var found = readAll(recording, medium -> {
      var first =
          volumes.readByGrub(medium, "grubenv").filter(text -> text.contains("ENV_VALID=1"));
      return variables(first.isPresent() ? first : volumes.readByGrub(medium, "grubenv2"));
    });
    requireOldOrNew(found, commands);
    assertThat(after(found, commands.getFirst()))
        .contains("B_OK=1\nB_TRY=0")
        .doesNotContain("bascule_trial");
  }

  @Test
  void theRaspberryPiReadsTheOldTextOrTheNewOne() throws IOException {
    var volume = volumes.fat(Map.of("autoboot.txt", Volumes.bytes(
        "[all]\ntryboot_a_b=1\nboot_partition=2\n[tryboot]\nboot_partition=3\n"
            + "# a note\n".repeat(30))));
    String options = "--loader raspberrypi --autoboot /mnt/autoboot.txt";
    var commands = List.of(bootctl("disable B", options), bootctl("activate B", options),
        bootctl("cancel", options));

    var recording = recorder.record(volume, "vfat", "bascule.slot=A", commands);

    var found = readAll(recording, medium -> {
      var text = volumes.readByMtools(medium, "autoboot.txt");
      assertThat(text).as("mtools read the text").isPresent();
      assertThat(volumes.readByGrub(medium, "autoboot.txt")).isEqualTo(text);
      return text.orElseThrow();
    });
    requireOldOrNew(found, commands);
    assertThat(after(found, commands.get(1)))
        .contains("[tryboot]\nboot_partition=3");
  }

  /** Files before the entries put these at other places in the directory, across sectors too. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3, 5})
  void systemdBootFindsAWholeEntryOfTheSlotThatIsChanged(int before) throws IOException {
    String a = "title A\nsort-key os\nversion 1\nlinux /a\n";
    String b = "title B\nsort-key os\nversion 2\nlinux /b\n";
    var files = new TreeMap<>(Map.of("loader/entries/slot-a.conf", Volumes.bytes(a),
        "loader/entries/slot-b+0.conf", Volumes.bytes(b)));
    for (int i = 0; i < before; i++) {
      files.put("loader/entries/another-" + i + ".txt", Volumes.bytes("other\n"));
    }
    String options =
        "--loader systemd-boot --esp /mnt --boot /mnt --names slot-a.conf,slot-b.conf";
    var commands = List.of(bootctl("activate B", options), bootctl("cancel", options));

    var recording =
        recorder.record(volumes.fat(files), "vfat", "bascule.slot=A", commands);

    var found = readAll(recording, medium -> {
      assertThat(volumes.readByGrub(medium, "loader/entries/slot-a.conf")).contains(a);
      var names = entries(volumes.list(medium, "loader/entries"), "slot-b");
      assertThat(names).isNotEmpty();
      assertThat(names.stream().filter(name -> whole(medium, "loader/entries/" + name, b)))
          .as("whole among " + names)
          .isNotEmpty();
      return String.join(" ", names);
    });
    assertThat(found.get("end " + commands.getFirst())).containsExactly("slot-b+3.conf");
    assertThat(found.get("begin " + commands.getLast()))
        .isSubsetOf("slot-b+3.conf", "slot-b+0.conf slot-b+3.conf", "slot-b+0.conf");
    assertThat(found.get("end " + commands.getLast())).containsExactly("slot-b+0.conf");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 5})
  void anImageIsWholeUnderTheOldNameOrTheNewOneOrOnlyItsOwnNameIsLost(int before)
      throws IOException {
    byte[] a = image("ID=os\nIMAGE_VERSION=1\n");
    byte[] b = image("ID=os\nIMAGE_VERSION=2\n");
    var files = new TreeMap<>(Map.of("loader/loader.conf", Volumes.bytes("timeout 0\n"),
        "EFI/Linux/slot-a.efi", a, "EFI/Linux/slot-b+2-1.efi", b));
    for (int i = 0; i < before; i++) {
      files.put("EFI/Linux/another-" + i + ".txt", Volumes.bytes("other\n"));
    }
    var commands = List.of(bootctl("confirm",
        "--loader systemd-boot --esp /mnt --boot /mnt --names slot-a.efi,slot-b.efi"));

    var recording =
        recorder.record(volumes.fat(files), "vfat", "bascule.slot=B", commands);

    var found = readAll(recording, medium -> {
      assertThat(whole(medium, "EFI/Linux/slot-a.efi", text(a))).isTrue();
      var names = entries(volumes.list(medium, "EFI/Linux"), "slot-b");
      return String.join(" ", names.stream()
          .map(name -> whole(medium, "EFI/Linux/" + name, text(b)) ? name : "empty " + name)
          .toList());
    });
    assertThat(found.get("end " + commands.getFirst())).containsExactly("slot-b.efi");
  }

  private static List<String> entries(List<String> names, String slot) {
    return names.stream().filter(name -> name.startsWith(slot)).toList();
  }

  private static boolean whole(Path medium, String file, String content) {
    try {
      return volumes.readByGrub(medium, file).filter(content::equals).isPresent();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A PE file with nothing in it but the headers and sections of a unified kernel image; all characters are ASCII. */
  private static byte[] image(String release) {
    var buffer = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putShort(0, (short) 0x5a4d).putInt(0x3c, 128);
    buffer.position(128).putInt(0x4550).putShort((short) 0x6464).putShort((short) 2);
    buffer.position(152).put(Volumes.bytes(".cmdline"));
    buffer.putInt(160, 5).putInt(164, 0x1000).putInt(168, 5).putInt(172, 1024);
    buffer.position(192).put(Volumes.bytes(".osrel"));
    buffer.putInt(200, release.length())
        .putInt(204, 0x2000)
        .putInt(208, release.length())
        .putInt(212, 1029);
    buffer.position(1024).put(Volumes.bytes("quiet" + release));
    return buffer.array();
  }
}
