package dev.bascule.lab.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.lab.cut.Act;
import dev.bascule.lab.cut.Snapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TracerTest {

  private static final Places PLACES =
      new Places(Path.of("/d/disk"), Path.of("/d/root"), Path.of("/d/root/var"));

  @TempDir
  Path directory;

  private static String hex(String text) {
    return "\\x" + HexFormat.ofDelimiter("\\x")
        .formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String file(int number, String path) {
    return number + "<" + hex(path) + ">";
  }

  private List<Act> acts(String... lines) throws IOException {
    Path log = Files.write(directory.resolve("log"), List.of(lines));
    var files = new TreeMap<String, byte[]>();
    files.put("var/", new byte[0]);
    files.put("var/old", new byte[4]);
    FileActs acts = new FileActs(PLACES, new Snapshot(new byte[512], files));
    for (SystemCall call : TraceLog.read(log)) {
      acts.take(call);
    }
    return acts.taken();
  }

  private static Act.Write write(int number, long position, String text) {
    return new Act.Write(number, position,
        ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void followsAFileThatIsWrittenBesideAndRenamed() throws IOException {
    String path = "/d/root/var/new";

    var acts = acts(
        "7 openat(AT_FDCWD<" + hex("/") + ">, \"" + hex(path)
            + "\", O_WRONLY|O_CREAT|O_TRUNC, 0666) = " + file(4, path),
        "7 write(" + file(4, path) + ", \"" + hex("ab") + "\", 2) = 2",
        "7 write(" + file(4, path) + ", \"" + hex("c") + "\", 1) = 1",
        "7 fsync(" + file(4, path) + ") = 0",
        "7 rename(\"" + hex(path) + "\", \"" + hex("/d/root/var/old") + "\") = 0",
        "7 fsync(" + file(5, "/d/root/var") + ") = 0",
        "7 write(" + file(4, "/d/root/var/old") + ", \"" + hex("d") + "\", 1) = 1");

    assertThat(acts).containsExactly(new Act.Name("var/new", 3), write(3, 0, "ab"),
        write(3, 2, "c"), new Act.Sync(3), new Act.Move("var/new", "var/old"),
        new Act.SyncNames("var"), write(3, 3, "d"));
  }

  @Test
  void putsWhatEndsDuringAnotherThreadsSyncBehindIt() throws IOException {
    String disk = file(9, "/d/disk");

    var acts = acts(
        "1 fdatasync(" + disk + " <unfinished ...>",
        "2 pwrite64(" + disk + ", \"" + hex("x") + "\", 1, 100 <unfinished ...>",
        "2 <... pwrite64 resumed>) = 1",
        "1 <... fdatasync resumed>) = 0");

    assertThat(acts).containsExactly(new Act.SyncOpening(0), write(Act.DISK, 100, "x"));
  }

  @Test
  void keepsASyncBehindWhatItsOwnThreadWroteDuringAnotherSync() throws IOException {
    String disk = file(9, "/d/disk");
    String journal = file(4, "/d/root/var/journal");

    var acts = acts(
        "2 openat(AT_FDCWD<" + hex("/") + ">, \"" + hex("/d/root/var/journal")
            + "\", O_RDWR|O_CREAT|O_EXCL, 0600) = " + journal,
        "1 fdatasync(" + disk + " <unfinished ...>",
        "2 pwrite64(" + journal + ", \"" + hex("a") + "\", 1, 0) = 1",
        "2 fsync(" + journal + " <unfinished ...>",
        "3 pwrite64(" + disk + ", \"" + hex("x") + "\", 1, 100) = 1",
        "2 <... fsync resumed>) = 0",
        "2 pwrite64(" + journal + ", \"" + hex("b") + "\", 1, 1) = 1",
        "1 <... fdatasync resumed>) = 0");

    assertThat(acts).containsExactly(new Act.Name("var/journal", 3), new Act.SyncOpening(0),
        write(3, 0, "a"), new Act.Sync(3), write(Act.DISK, 100, "x"), write(3, 1, "b"));
  }

  @Test
  void tellsByWhichOpeningOfTheDiskSomethingIsWrittenAndSynced() throws IOException {
    String open = "1 openat(AT_FDCWD<" + hex("/") + ">, \"" + hex("/d/disk") + "\", O_RDWR";
    String bytes = ", \"" + hex("x") + "\", 1, 0) = 1";

    var acts = acts(open + "|O_CLOEXEC) = " + file(5, "/d/disk"),
        open + "|O_DIRECT|O_CLOEXEC) = " + file(6, "/d/disk"),
        open + "|O_CLOEXEC) = " + file(7, "/d/disk"),
        "1 pwrite64(" + file(6, "/d/disk") + bytes, "1 pwrite64(" + file(7, "/d/disk") + bytes,
        "1 fdatasync(" + file(5, "/d/disk") + ") = 0");

    assertThat(acts).extracting(act -> act instanceof Act.Write write
        ? write.opening()
        : act).containsExactly(1, 2, new Act.SyncOpening(1));
  }

  @Test
  void followsAProgramThatSeeksBeforeItWrites() throws IOException {
    String disk = file(9, "/d/disk");

    assertThat(acts("1 lseek(" + disk + ", 100, SEEK_SET) = 100",
        "1 lseek(" + disk + ", 0, SEEK_CUR) = 100",
        "1 write(" + disk + ", \"" + hex("x") + "\", 1) = 1"))
        .containsExactly(write(Act.DISK, 100, "x"));
  }

  @Test
  void followsACopyThatTheKernelMakes() throws IOException {
    String source = file(4, "/d/root/var/source");
    String target = file(5, "/d/root/var/target");
    String copy = "1 copy_file_range(" + source + ", NULL, " + target + ", NULL, 100, 0) = ";

    var acts = acts(
        "1 openat(AT_FDCWD<" + hex("/") + ">, \"" + hex("/d/root/var/source")
            + "\", O_RDWR|O_CREAT, 0666) = " + source,
        "1 pwrite64(" + source + ", \"" + hex("abc") + "\", 3, 0) = 3",
        "1 openat(AT_FDCWD<" + hex("/") + ">, \"" + hex("/d/root/var/target")
            + "\", O_WRONLY|O_CREAT|O_EXCL, 0666) = " + target,
        copy + "2", copy + "1", copy + "0");

    assertThat(acts).endsWith(write(4, 0, "ab"), write(4, 2, "c")).hasSize(5);
  }

  @Test
  void takesWhatIsDoneToAVariableForOneChange() throws IOException {
    String path = "/d/root/var/sys/firmware/efi/efivars/Name-guid";
    String variable = file(4, path);

    assertThat(acts(
        "1 openat(AT_FDCWD<" + hex("/") + ">, \"" + hex(path) + "\", O_WRONLY|O_CREAT, 0666) = "
            + variable,
        "1 write(" + variable + ", \"" + hex("value") + "\", 5) = 5",
        "1 write(" + variable + ", \"" + hex("less") + "\", 4) = 4",
        "1 ftruncate(" + variable + ", 4) = 0",
        "1 unlink(\"" + hex(path) + "\") = 0"))
        .containsExactly(variable("value"), variable("less"), variable(""));
    assertThatThrownBy(() -> acts("1 write(" + variable + ", \"" + hex("value") + "\", 5) = 5",
        "1 ftruncate(" + variable + ", 2) = 0"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("replaced, never cut");
  }

  private static Act.Variable variable(String value) {
    return new Act.Variable("var/sys/firmware/efi/efivars/Name-guid", 3,
        ByteBuffer.wrap(value.getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void passesOverWhatFailedAndWhatIsElsewhere() throws IOException {
    assertThat(acts(
        "1 openat(AT_FDCWD<" + hex("/") + ">, \"" + hex("/d/root/var/x")
            + "\", O_RDONLY) = -1 ENOENT (No such file or directory)",
        "1 write(" + file(1, "/other/file") + ", \"" + hex("x") + "\", 1) = 1",
        "1 +++ exited with 0 +++")).isEmpty();
  }

  @Test
  void takesAHoleInTheDiskForZeros() throws IOException {
    assertThat(acts("1 fallocate(" + file(9, "/d/disk")
        + ", FALLOC_FL_KEEP_SIZE|FALLOC_FL_PUNCH_HOLE, 100, 3) = 0"))
        .containsExactly(write(Act.DISK, 100, "\0\0\0"));
  }

  @Test
  void refusesACallThatItCannotFollow() {
    assertThatThrownBy(() -> acts("1 fallocate(" + file(9, "/d/disk") + ", 0, 0, 10) = 0"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("fallocate /d/disk");
  }

  @Test
  void refusesBytesThatStraceCutShort() {
    assertThatThrownBy(() -> acts(
        "1 pwrite64(" + file(9, "/d/disk") + ", \"" + hex("x") + "\"..., 9, 0) = 9"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a whole text");
  }
}
