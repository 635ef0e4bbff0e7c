package dev.bascule.bootctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.ExternalTool;
import dev.bascule.bootctl.choice.TestHost;
import dev.bascule.bootctl.gpt.TestDisk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a technician sees of damage, with each loader, by the command alone: its name, what a repair would write without
 * writing it, and then either a whole state or a refusal that has changed nothing.
 */
class HostileStateTest {
  private static final String BLOCK =
      "# GRUB Environment Block\nORDER=A B\nA_OK=1\nA_TRY=0\nB_OK=0\nB_TRY=0\nENV_VALID=1\n";
  private static final String MENDER =
      "# GRUB Environment Block\nbootcount=0\nmender_boot_part=2\nupgrade_available=0\n";
  private static final String EFIVARS = "sys/firmware/efi/efivars/";
  private static final String GLOBAL = "-8be4df61-93ca-11d2-aa0d-00e098032b8c";

  @TempDir
  private Path directory;

  /** Makes a device whose state is damaged. */
  @FunctionalInterface
  private interface Making {
    void make(Path place) throws Exception;
  }

  /** What the damage is, what is said of it, and whether it can be repaired. */
  @SuppressWarnings("ImmutableEnumChecker") // what makes the damage keeps nothing
  enum Damage {
    GPT_BOTH_COPIES(place -> {
      var disk = TestDisk.file(place, TestDisk.layout(), 512);
      try (var file = new RandomAccessFile(disk.toFile(), "rw")) {
        for (long at : new long[]{512, TestDisk.SIZE - 512}) {
          file.seek(at);
          file.write(new byte[512]);
        }
      }
    }, "--loader gpt --disk @/disk-512.img", "none that is valid",
        false), GRUB_ONE_OF_TWO(place -> {
          write(place, "grubenv", "garbage");
          write(place, "grubenv2", padded(BLOCK));
        }, "--loader grub --environment @/grubenv --second @/grubenv2", "the second counts",
            true), GRUB_THE_ONLY_ONE(place -> write(place, "grubenv", "garbage"),
                "--loader grub --environment @/grubenv", "begin otherwise",
                false), MENDER_HALF_WRITTEN(place -> {
                  mender(place, "mender_grubenv1", MENDER, "1");
                  mender(place, "mender_grubenv2", MENDER, "0");
                }, "--loader grub-mender --environment @ --names 2,3", "was left half written",
                    true), MENDER_BOTH(place -> {
                      mender(place, "mender_grubenv1", "garbage", "0");
                      mender(place, "mender_grubenv2", "garbage", "0");
                    }, "--loader grub-mender --environment @ --names 2,3", "one that is broken",
                        false), UBOOT_ONE_OF_TWO(
                            place -> environment(place,
                                "BOOT_ORDER=A\nBOOT_A_LEFT=3\nBOOT_B_LEFT=0\n", "env1"),
                            "--loader uboot --environment @/fw_env.config",
                            "copy 1 of the environment is broken", true), UBOOT_BOTH(
                                place -> environment(place, "BOOT_ORDER=A\nBOOT_A_LEFT=3\n", "env1",
                                    "env2"),
                                "--loader uboot --environment @/fw_env.config",
                                "none that is valid", false), UBOOT_VALUE(
                                    place -> environment(place, "BOOT_ORDER=A\nBOOT_A_LEFT=lots\n"),
                                    "--loader uboot --environment @/fw_env.config",
                                    "BOOT_A_LEFT: expected", false), SELECTOR_VALUE(
                                        place -> environment(place,
                                            "mender_boot_part=9\nupgrade_available=0\n"),
                                        "--loader uboot-mender --environment @/fw_env.config --names 2,3",
                                        "mender_boot_part: expected 2 or 3, found \"9\"",
                                        false), SWUPDATE_VALUE(
                                            place -> environment(place,
                                                "part=2\nupgrade_available=perhaps\n"),
                                            "--loader uboot-swupdate --environment @/fw_env.config --variable part --names 2,3",
                                            "upgrade_available: expected 0 or 1",
                                            false), ANDROID_TORN(
                                                place -> Files.write(place.resolve("misc"),
                                                    new byte[8192]),
                                                "--loader android --misc @/misc", "misc",
                                                true), RASPBERRY_PI_TORN(place -> {
                                                  write(place, "autoboot.txt", "[al");
                                                  for (String fact : List.of("partition",
                                                      "tryboot")) {
                                                    write(place,
                                                        "proc/device-tree/chosen/bootloader/"
                                                            + fact,
                                                        new byte[]{0, 0, 0,
                                                            (byte) (fact.equals("partition") ? 2
                                                                : 0)});
                                                  }
                                                },
                                                    "--loader raspberrypi --autoboot @/autoboot.txt",
                                                    "autoboot.txt", true), EFI_ORDER(place -> {
                                                      efi(place, "01");
                                                      write(place, EFIVARS + "BootCurrent" + GLOBAL,
                                                          HexFormat.of().parseHex("060000000100"));
                                                    }, "--loader efi --names system0,system1",
                                                        "BootOrder",
                                                        true), ENTRIES_CONTRADICT(place -> {
                                                          write(place, "loader/entries/slot-a.conf",
                                                              entry("1"));
                                                          write(place, "loader/entries/slot-b.conf",
                                                              entry("2"));
                                                          write(place,
                                                              "loader/entries/slot-b+0.conf",
                                                              entry("3"));
                                                        }, "--loader systemd-boot --esp @ --names slot-a.conf,slot-b.conf",
                                                            "more than one file",
                                                            false), ENTRIES_TWICE(place -> {
                                                              write(place,
                                                                  "loader/entries/slot-a.conf",
                                                                  entry("1"));
                                                              write(place,
                                                                  "loader/entries/slot-b.conf",
                                                                  entry("2"));
                                                              write(place,
                                                                  "loader/entries/slot-b+0.conf",
                                                                  entry("2"));
                                                            }, "--loader systemd-boot --esp @ --names slot-a.conf,slot-b.conf",
                                                                "more than one file",
                                                                true), PROGRAM_TALKS_NONSENSE(
                                                                    place -> program(place,
                                                                        "echo perhaps"),
                                                                    "--loader command --program @/program --memory @",
                                                                    "expected A or B, found \"perhaps\"",
                                                                    false), PROGRAM_CONTRADICTS_ITSELF(
                                                                        place -> program(place,
                                                                            "case $1 in get-primary) echo B ;; get-state) "
                                                                                + "[ $2 = A ] && echo good || echo bad ;; *) exit 1 ;; esac"),
                                                                        "--loader command --program @/program --memory @",
                                                                        "calls slot B primary and bad",
                                                                        false);

    private final Making making;
    private final String options;
    private final String name;
    private final boolean repairable;

    Damage(Making making, String options, String name, boolean repairable) {
      this.making = making;
      this.options = options;
      this.name = name;
      this.repairable = repairable;
    }
  }

  @ParameterizedTest
  @EnumSource
  void isNamedShownAndRepairedOrRefused(Damage damage) throws Exception {
    TestHost.in(directory).commandLine("root=PARTLABEL=ROOT-A");
    damage.making.make(directory);
    var before = files();

    var doctor = run(damage, "doctor");
    assertThat(doctor.code).isEqualTo(ExitCode.ERROR);
    assertThat(doctor.said).contains(damage.name);

    var dryRun = run(damage, "repair", "--dry-run");
    assertThat(files()).as("after the dry run").isEqualTo(before);
    assertThat(dryRun.said.contains("would be done: ")).isEqualTo(damage.repairable);

    var repair = run(damage, "repair");
    if (damage.repairable) {
      assertThat(repair.code).as(repair.said).isZero();
      assertThat(run(damage, "status").code).isZero();
      assertThat(run(damage, "doctor").said).doesNotContain("fault: ");
    } else {
      assertThat(repair.code).isEqualTo(ExitCode.ERROR);
      assertThat(repair.said).containsAnyOf("what to do: ", "fault: ");
      assertThat(files()).as("after the refused repair").isEqualTo(before);
    }
  }

  private record Result(int code, String said) {}

  private Result run(Damage damage, String... verb) {
    var arguments = new ArrayList<>(List.of(verb));
    arguments.addAll(List.of(damage.options.replace("@", directory.toString()).split(" ", -1)));
    arguments.addAll(List.of("--a", "PARTLABEL=ROOT-A", "--b", "PARTLABEL=ROOT-B"));
    for (var place : List.of("proc", "sys", "dev")) {
      arguments.addAll(List.of("--" + place, directory.resolve(place).toString()));
    }
    arguments.addAll(List.of("--root", directory.toString()));
    var said = new StringWriter();
    var writer = new PrintWriter(said, true);
    return new Result(Main.run(writer, writer, arguments.toArray(String[]::new)), said.toString());
  }

  /** All files by name, their content as text. */
  private Map<String, String> files() throws IOException {
    var files = new TreeMap<String, String>();
    try (var found = Files.walk(directory)) {
      for (var file : found.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .toList()) {
        files.put(directory.relativize(file).toString(),
            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }

  private static void write(Path place, String name, String text) throws IOException {
    write(place, name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void write(Path place, String name, byte[] content) throws IOException {
    var file = place.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private static String padded(String block) {
    return block + "#".repeat(1024 - block.length());
  }

  private static String entry(String version) {
    return "title slot\nsort-key os\nversion " + version + "\nlinux /linux\n";
  }

  private static void mender(Path place, String copy, String block, String editing)
      throws IOException {
    write(place, copy + "/env", block.startsWith("#") ? padded(block) : block);
    write(place, copy + "/lock", padded("# GRUB Environment Block\nediting=" + editing + "\n"));
  }

  /** An environment of two copies by U-Boot's own tool, some of them damaged. */
  private static void environment(Path place, String variables, String... damaged)
      throws Exception {
    write(place, "env.txt", variables);
    var config = new StringBuilder();
    for (var copy : List.of("env1", "env2")) {
      ExternalTool.require("mkenvimage")
          .run("-r", "-s", "4096", "-o", place.resolve(copy), place.resolve("env.txt"));
      config.append("%s 0x0 0x1000%n".formatted(place.resolve(copy)));
    }
    write(place, "fw_env.config", config.toString());
    for (var copy : damaged) {
      byte[] bytes = Files.readAllBytes(place.resolve(copy));
      bytes[10] ^= 1;
      Files.write(place.resolve(copy), bytes);
    }
  }

  private static void efi(Path place, String order) throws IOException {
    for (var entry : Map.of("Boot0001", "system0", "Boot0002", "system1").entrySet()) {
      byte[] description = (entry.getValue() + "\0").getBytes(StandardCharsets.UTF_16LE);
      var option = HexFormat.of();
      write(place, EFIVARS + entry.getKey() + GLOBAL, option.parseHex("07000000" + "01000000"
          + "0400" + option.formatHex(description) + "7fff0400"));
    }
    write(place, EFIVARS + "BootOrder" + GLOBAL, HexFormat.of().parseHex("07000000" + order));
  }

  private static void program(Path place, String body) throws IOException {
    write(place, "program", "#!/bin/sh\n" + body + "\n");
    assertThat(place.resolve("program").toFile().setExecutable(true)).isTrue();
  }
}
