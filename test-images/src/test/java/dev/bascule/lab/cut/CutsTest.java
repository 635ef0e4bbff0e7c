package dev.bascule.lab.cut;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class CutsTest {

  private static final int FILE = 2;

  private static Snapshot media() {
    var files = new TreeMap<String, byte[]>();
    files.put("d/", new byte[0]);
    files.put("d/old", bytes("old"));
    return new Snapshot(new byte[1024], files);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static Act.Write write(int file, long position, String text) {
    return new Act.Write(file, position, ByteBuffer.wrap(bytes(text)));
  }

  /** The names and contents of each state, in order of their names. */
  private static Set<String> states(Act... acts) {
    var found = new TreeSet<String>();
    int shown = new Cuts(new History(media(), List.of(acts)), 1, 10, true)
        .forEach((moment, medium) -> {
          var text = new StringBuilder();
          medium.files()
              .forEach((name, content) -> text.append(name)
                  .append('=')
                  .append(new String(content, StandardCharsets.US_ASCII).replace('\0', '0'))
                  .append(' '));
          assertThat(found.add(text.toString().strip())).as(moment.toString()).isTrue();
        });
    assertThat(shown).isEqualTo(found.size());
    return found;
  }

  @Test
  void losesTheContentOfAFileWhoseNameIsThere() {
    assertThat(states(new Act.Name("d/new", 9), write(9, 0, "x")))
        .containsExactlyInAnyOrder("d/= d/old=old", "d/= d/new= d/old=old",
            "d/= d/new=x d/old=old");
  }

  @Test
  void replacesAFileAtOnceWhereItWasSyncedBefore() {
    assertThat(states(new Act.Name("d/new", 9), write(9, 0, "x"), new Act.Sync(9),
        new Act.Move("d/new", "d/old"), Act.SyncNames.ofAll()))
        .contains("d/= d/new=x d/old=old", "d/= d/old=x")
        .doesNotContain("d/= d/old=", "d/=");
  }

  /** {@code d/e} and {@code d/f} are file systems of their own. */
  @Test
  void losesTheNameOnOneFileSystemWhereAnotherWasSynced() {
    assertThat(states(new Act.Name("d/e", Act.DIRECTORY), new Act.Name("d/f", Act.DIRECTORY),
        new Act.SyncNames("d"), new Act.Name("d/e/one", 9), new Act.Name("d/f/two", 10),
        new Act.SyncNames("d/f")))
        .contains("d/= d/e/= d/f/= d/f/two= d/old=old");
  }

  @Test
  void hasAVariableOfTheFirmwaresAtOnceWhateverElseIsLost() {
    assertThat(states(new Act.Name("d/new", 9),
        new Act.Variable("d/v", 8, ByteBuffer.wrap(bytes("value")))))
        .containsExactlyInAnyOrder("d/= d/old=old", "d/= d/new= d/old=old",
            "d/= d/old=old d/v=value", "d/= d/new= d/old=old d/v=value");
    assertThat(states(new Act.Variable("d/old", FILE, ByteBuffer.allocate(0))))
        .containsExactlyInAnyOrder("d/= d/old=old", "d/=");
  }

  @Test
  void findsAnEmptyFileWhereItWasRenamedBeforeItsSync() {
    assertThat(states(new Act.Name("d/new", 9), write(9, 0, "x"), new Act.Move("d/new", "d/old"),
        Act.SyncNames.ofAll(), new Act.Sync(9)))
        .contains("d/= d/old=");
  }

  @Test
  void tearsWhatIsWrittenOverAFile() {
    assertThat(states(write(FILE, 0, "new")))
        .contains("d/= d/old=old", "d/= d/old=new")
        .containsAnyOf("d/= d/old=nld", "d/= d/old=ned");
  }

  @Test
  void losesFilesInADirectoryThatIsNotThere() {
    assertThat(states(new Act.Name("d/e", Act.DIRECTORY), new Act.Name("d/e/f", 9)))
        .containsExactlyInAnyOrder("d/= d/old=old", "d/= d/e/= d/old=old",
            "d/= d/e/= d/e/f= d/old=old");
  }

  @Test
  void leavesASectorOfTheDiskThatIsNeitherOldNorNew() {
    byte[] sector = new byte[512];
    Arrays.fill(sector, (byte) 1);
    var values = new TreeSet<Integer>();
    new Cuts(new History(Snapshot.ofDisk(new byte[1024]),
        List.of(Act.Write.toDisk(512, ByteBuffer.wrap(sector)))), 1, 10, true)
        .forEach((moment, medium) -> values.add(medium.diskBytes()[1023] & 0xff));
    assertThat(values).containsExactly(0, 1, 0xfe);
  }

  @Test
  void endsWithAllActs() {
    var history = new History(media(), List.of(write(FILE, 3, "er"), new Act.Mark("end")));

    assertThat(history.after().files().get("d/old")).isEqualTo(bytes("older"));
  }
}
