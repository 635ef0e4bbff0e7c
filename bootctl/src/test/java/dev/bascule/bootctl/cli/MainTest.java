package dev.bascule.bootctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bascule.bootctl.gpt.TestDisk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @TempDir
  private Path directory;
  private Path disk = Path.of("/");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void makeDisk() throws IOException {
    disk = TestDisk.file(directory, TestDisk.layout(), 512);
    bootedFrom("A");
  }

  @Test
  void showsTheState() {
    assertThat(onDisk("status")).isZero();
    assertThat(out.toString()).isEqualTo("""
      loader   gpt
      booted   A
      primary  A
      slot A   good   priority=1 tries=0 successful=1
      slot B   bad    priority=0 tries=0 successful=0
      """);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void showsTheStateAsJson() throws IOException {
    assertThat(onDisk("status", "--json")).isZero();
    assertThat(json()).isEqualTo(tree(
        """
          {"loader": "gpt", "booted": "A", "primary": "A", "slots": [
            {"slot": "A", "standing": "good", "triesLeft": 0, "detail": "priority=1 tries=0 successful=1"},
            {"slot": "B", "standing": "bad", "triesLeft": 0, "detail": "priority=0 tries=0 successful=0"}],
           "remarks": []}"""));
  }

  @Test
  void leadsThroughAnUpdateByHand() throws IOException {
    assertThat(onDisk("disable", "B")).isZero();
    assertThat(said()).isEqualTo("nothing to do; next boot: A\n");
    assertThat(onDisk("activate", "b", "--tries", "2")).isZero();
    assertThat(said()).isEqualTo("""
      slot B: priority=0 tries=0 successful=0 -> priority=2 tries=2 successful=0
      next boot: B
      """);
    assertThat(onDisk("cancel")).isZero();
    assertThat(said()).endsWith("next boot: A\n");
    assertThat(onDisk("activate", "B")).isZero();
    bootedFrom("B");
    assertThat(onDisk("confirm")).isZero();
    said();
    assertThat(onDisk("rollback")).isZero();
    assertThat(said()).endsWith("next boot: A\n");
    bootedFrom("A");
    assertThat(onDisk("mark-bad", "B")).isZero();
    assertThat(said())
        .contains("slot B: priority=1 tries=0 successful=1 -> priority=0 tries=0 successful=0");
  }

  @Test
  void endsWithThreeWhereAnOperationIsRefused() throws IOException {
    assertThat(onDisk("rollback")).isEqualTo(ExitCode.REFUSED);
    assertThat(err.toString()).startsWith("refused: the loader would not boot slot B")
        .endsWith("[SLOT_NOT_BOOTABLE]\n");

    assertThat(onDisk("mark-bad", "A", "--json")).isEqualTo(ExitCode.REFUSED);
    assertThat(json().path("reason").textValue()).isEqualTo("LAST_BOOTABLE_SLOT");
    assertThat(json().path("result").textValue()).isEqualTo("refused");
  }

  @Test
  void endsWithOneAndARemedyWhereTheStateCannotBeRead() throws IOException {
    Files.write(disk, new byte[1 << 20]);

    assertThat(onDisk("status")).isEqualTo(ExitCode.ERROR);
    assertThat(err.toString()).startsWith("error: " + disk + ": expected a GUID partition table")
        .contains("\nwhat to do: ");

    assertThat(onDisk("status", "--json")).isEqualTo(ExitCode.ERROR);
    assertThat(json().path("result").textValue()).isEqualTo("error");
    assertThat(json().path("remedy").textValue()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "frobnicate", "status --disk x --a PARTLABEL=a",
      "status --loader gpt --a x --b y", "status --loader grub --misc x --a x --b y",
      "status --loader efi --a x --b y", "status --loader efi --names one --a x --b y",
      "status --loader raspberrypi --names A,B --a x --b y",
      "activate --disk x --a y --b z",
      "activate C --disk x --a y --b z", "activate A --tries 16 --disk x --a y --b z",
      "activate A --tries 0 --disk x --a y --b z", "status --loader lilo --disk x --a y --b z"})
  void endsWithTwoWhereTheCommandLineIsWrong(String line) {
    assertThat(run(line.isEmpty() ? new String[0] : line.split(" ", -1))).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).isNotBlank();
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void findsAndRepairsABrokenCopy() throws IOException {
    assertThat(onDisk("doctor")).isZero();
    assertThat(said()).isEqualTo("""
      this device shows: no boot loader that is known here: say which in the configuration
      its state is whole
      """);
    try (var file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.seek(512);
      file.write(new byte[512]);
    }
    byte[] broken = Files.readAllBytes(disk);

    assertThat(onDisk("doctor")).isEqualTo(ExitCode.ERROR);
    assertThat(said()).contains("fault: the primary is broken, the backup counts: no signature");
    assertThat(onDisk("repair", "--dry-run")).isEqualTo(ExitCode.ERROR);
    assertThat(said()).startsWith("would be done: ").contains("fault: the primary is broken");
    assertThat(Files.readAllBytes(disk)).isEqualTo(broken);
    assertThat(onDisk("repair", "--json")).isZero();
    assertThat(json().path("faults").isEmpty()).isTrue();
    assertThat(onDisk("doctor")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "status --help", "activate --help", "rollback -h",
      "repair --help"})
  void helpTeaches(String line) {
    assertThat(run(line.split(" ", -1))).isZero();
    assertThat(out.toString()).contains("Usage: bascule-bootctl").doesNotContain("null");
    assertThat(out.toString()).contains(line.equals("--help") ? "Exit codes:" : "The whole disk:");
  }

  @Test
  void helpNamesTheExitCodesAndEveryCommand() {
    run("--help");
    assertThat(out.toString()).contains("3   refused")
        .contains("Examples:")
        .contains(List.of("status", "activate", "confirm", "mark-bad", "disable", "rollback",
            "cancel", "doctor",
            "repair"));
  }

  @Test
  void takesOptionsFromAFile() throws IOException {
    var options = Files.writeString(directory.resolve("device.options"),
        "--disk " + disk + "\n--a PARTLABEL=ROOT-A --b PARTLABEL=ROOT-B\n--proc "
            + directory.resolve("proc") + "\n");

    assertThat(run("status", "@" + options)).isZero();
    assertThat(said()).contains("booted   A");
  }

  @Test
  void asksWhichLoaderWhereTheDeviceDoesNotShowOne() {
    assertThat(onHost("status", "--a", "/dev/sda2", "--b", "/dev/sda3")).isEqualTo(ExitCode.ERROR);
    assertThat(err.toString()).startsWith("error: boot loader: expected one that the device shows")
        .contains("what to do: name it: --loader gpt|grub|grub-mender|uboot");
  }

  @Test
  void refusesToChooseBetweenTwoLoaders() throws IOException {
    grubenv();
    Files.createDirectories(directory.resolve("root/etc"));
    Files.createFile(directory.resolve("root/etc/fw_env.config"));

    assertThat(onHost("status", "--a", "/dev/sda2", "--b", "/dev/sda3")).isEqualTo(ExitCode.ERROR);
    assertThat(err.toString()).contains("more than one boot loader could be meant, grub or uboot");
  }

  @Test
  void usesTheLoaderThatTheDeviceShows() throws IOException {
    var environment = grubenv();
    String[] slots = {"--environment", environment.toString(), "--a", "/dev/sda2", "--b",
        "/dev/sda3"};

    assertThat(onHost(with(slots, "doctor", "--json"))).isZero();
    assertThat(json().path("loaders")).hasToString("[\"grub\"]");
    assertThat(onHost(with(slots, "activate", "B"))).isZero();
    assertThat(onHost(with(slots, "status"))).isZero();
    assertThat(said()).startsWith("loader   grub\nbooted   A\nprimary  B\n");
    assertThat(Files.readString(environment)).contains("ORDER=B A\n").contains("B_OK=1\n");
  }

  private Path grubenv() throws IOException {
    var folder = Files.createDirectories(directory.resolve("root/boot/grub"));
    var text = "# GRUB Environment Block\nORDER=A B\nA_OK=1\nA_TRY=0\nB_OK=0\nB_TRY=0\n";
    return Files.writeString(folder.resolve("grubenv"), text + "#".repeat(1024 - text.length()));
  }

  private static String[] with(String[] options, String... verb) {
    return Stream.concat(Stream.of(verb), Stream.of(options)).toArray(String[]::new);
  }

  private void bootedFrom(String slot) throws IOException {
    Files.createDirectories(directory.resolve("proc"));
    Files.writeString(directory.resolve("proc/cmdline"), "bascule.slot=" + slot + "\n");
  }

  private int onDisk(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--disk", disk.toString(), "--a", "PARTLABEL=ROOT-A", "--b",
        "PARTLABEL=ROOT-B"));
    return onHost(all.toArray(String[]::new));
  }

  /** Runs on a device whose facts are below the test's directory. */
  private int onHost(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    for (var place : List.of("proc", "sys", "dev", "root")) {
      all.addAll(List.of("--" + place, directory.resolve(place).toString()));
    }
    return run(all.toArray(String[]::new));
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private String said() {
    assertThat(err.toString()).isEmpty();
    return out.toString();
  }

  private JsonNode json() throws IOException {
    assertThat(out.toString()).hasLineCount(1);
    return tree(out.toString());
  }

  private static JsonNode tree(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }
}
