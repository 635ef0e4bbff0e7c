package dev.bascule.lab.cut;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Our command changes what a boot loader reads on a real kernel's FAT or ext4, what reaches the disk is recorded, and
 * every medium that a cut can leave of it is read: it says what it said before or what was asked for, and from the
 * moment that the command has ended only that. What is not so is an {@link AssertionError}.
 */
record LoaderFiles(Recorder recorder, Volumes volumes) {

  private static final String ROOTS = " --a PARTLABEL=root-a --b PARTLABEL=root-b";
  private static final String HEADER = "# GRUB Environment Block\n";
  private static final String ENTRY_A = "title A\nsort-key os\nversion 1\nlinux /a\n";
  private static final String ENTRY_B = "title B\nsort-key os\nversion 2\nlinux /b\n";
  private static final String ENTRIES = "loader/entries";

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
  private Map<String, Set<String>> readAll(Recording recording, Reader reader)
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
      assertThat(next).as("after " + command + ", before it").isNotEqualTo(now);
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

  /** Without padding, and without the mark of a trial that cannot begin yet: it is there before the slot boots. */
  private static String decisive(String block) {
    String text = block.replace("#", "");
    return text.contains("B_OK=1") ? text : text.replace("bascule_trial=B\n", "");
  }

  /** One block, which GRUB reads. */
  void grubBlock(String type) throws IOException {
    var files = Map.of("grubenv",
        block("ORDER=A B", "A_OK=1", "A_TRY=0", "B_OK=0", "B_TRY=0", "note=" + "x".repeat(200)));
    Path volume = type.equals("vfat") ? volumes.fat(files) : volumes.ext4(files);
    String options = "--loader grub --environment /mnt/grubenv";
    var commands = List.of(bootctl("activate B", options), bootctl("cancel", options));

    var recording = recorder.record(volume, type, "rauc.slot=A", commands);

    var found =
        readAll(recording, medium -> decisive(variables(volumes.readByGrub(medium, "grubenv"))));
    requireOldOrNew(found, commands);
    assertThat(after(found, commands.getFirst()))
        .contains("ORDER=B A", "B_OK=1", "bascule_trial=B");
    if (type.equals("ext4")) {
      var replayed = readAll(recording,
          medium -> decisive(volumes.readAfterReplay(medium, "grubenv")));
      replayed.values().forEach(states -> states.remove(Volumes.TORN));
      requireOldOrNew(replayed, commands);
    }
  }

  /** Two blocks that are longer than a sector. */
  void grubBlocks() throws IOException {
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

  /** The Raspberry Pi's text, read by mtools and by GRUB. */
  void raspberryPi() throws IOException {
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

  /**
   * Text entries. Of each directory that a cut leaves systemd's own tool tells the order, which is the loader's.
   *
   * @param neighbours put them at other places in the directory, across sectors too
   */
  void textEntries(Neighbours neighbours) throws IOException {
    var commands = List.of(entriesOf("activate B"), entriesOf("cancel"));

    var found = entryStates("slot-b+0.conf", neighbours, "A", commands);

    assertThat(found.get("end " + commands.getFirst())).containsExactly("slot-b+3.conf");
    assertThat(found.get("begin " + commands.getLast()))
        .isSubsetOf("slot-b+3.conf", "slot-b+0.conf slot-b+3.conf", "slot-b+0.conf");
    assertThat(found.get("end " + commands.getLast())).containsExactly("slot-b+0.conf");
  }

  /** The same where the slot on trial is confirmed, and marked bad by a later command. */
  void textEntriesOfTheRunningSlot(Neighbours neighbours) throws IOException {
    var commands = List.of(entriesOf("confirm"), entriesOf("mark-bad B"));

    var found = entryStates("slot-b+2-1.conf", neighbours, "B", commands);

    assertThat(found.get("end " + commands.getFirst())).containsExactly("slot-b.conf");
    assertThat(found.get("end " + commands.getLast())).containsExactly("slot-b+0.conf");
  }

  private static String entriesOf(String operation) {
    return bootctl(operation,
        "--loader systemd-boot --esp /mnt --boot /mnt --names slot-a.conf,slot-b.conf");
  }

  private Map<String, Set<String>> entryStates(String nameOfB, Neighbours neighbours,
      String running, List<String> commands) throws IOException {
    var volume = volume(Map.of(ENTRIES + "/slot-a.conf", Volumes.bytes(ENTRY_A),
        ENTRIES + "/" + nameOfB, Volumes.bytes(ENTRY_B)), ENTRIES, neighbours);
    var recording = recorder.record(volume, "vfat", "bascule.slot=" + running, commands);
    var firsts = new HashMap<String, String>();
    return readAll(recording, medium -> {
      assertThat(volumes.readByGrub(medium, ENTRIES + "/slot-a.conf")).contains(ENTRY_A);
      var names = entries(volumes.list(medium, ENTRIES), "slot-b");
      var whole = names.stream()
          .filter(name -> whole(medium, ENTRIES + "/" + name, ENTRY_B))
          .toList();
      assertThat(whole).as("whole among " + names).isNotEmpty();
      String state = String.join(" ", names) + "; " + String.join(" ", whole);
      String first = firsts.get(state);
      if (first == null) {
        first = volumes.listBySystemd(medium).getFirst();
        firsts.put(state, first);
      }
      boolean tries = whole.stream().anyMatch(name -> !name.contains("+0"));
      assertThat(first).as("systemd's first of " + state)
          .isIn(tries ? whole : List.of("slot-a.conf"))
          .doesNotContain("+0");
      return String.join(" ", names);
    });
  }

  /** A FAT volume of a loader's files beside others in their directory. */
  private Path volume(Map<String, byte[]> files, String folder, Neighbours neighbours)
      throws IOException {
    var all = new TreeMap<>(files);
    Stream.concat(neighbours.names().stream(), neighbours.gone().stream())
        .forEach(name -> all.put(folder + "/" + name, Volumes.bytes("other\n")));
    Path volume = volumes.fat(all);
    if (neighbours.gone().isPresent()) {
      volumes.delete(volume, folder + "/" + neighbours.gone().get());
    }
    return volume;
  }

  /** Unified kernel images, which are too long to be copied. */
  void images(Neighbours neighbours) throws IOException {
    byte[] a = image("ID=os\nIMAGE_VERSION=1\n");
    byte[] b = image("ID=os\nIMAGE_VERSION=2\n");
    var volume = volume(Map.of("loader/loader.conf", Volumes.bytes("timeout 0\n"),
        "EFI/Linux/slot-a.efi", a, "EFI/Linux/slot-b+2-1.efi", b), "EFI/Linux", neighbours);
    var commands = List.of(bootctl("confirm",
        "--loader systemd-boot --esp /mnt --boot /mnt --names slot-a.efi,slot-b.efi"));

    var recording = recorder.record(volume, "vfat", "bascule.slot=B", commands);

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

  private boolean whole(Path medium, String file, String content) {
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
