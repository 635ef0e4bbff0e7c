package dev.bascule.lab.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HistoryFileTest {

  @TempDir
  Path directory;
  private History history;
  private Path file;

  @BeforeEach
  void writeOne() throws IOException {
    var files = new TreeMap<String, byte[]>();
    files.put("d/", new byte[0]);
    files.put("d/f", new byte[]{1, 2});
    history = new History(new Snapshot(new byte[1024], files), List.of(
        new Act.Mark("begin"), new Act.Write(0, 3, 512, ByteBuffer.wrap(new byte[512])),
        new Act.SyncOpening(3), new Act.Name("d/g", 5), new Act.Resize(5, 7),
        new Act.Move("d/g", "d/f"), new Act.Unname("d/f"), new Act.Sync(5), new Act.SyncNames("d"),
        new Act.Variable("d/v", 7, ByteBuffer.wrap(new byte[]{7, 0}))));
    file = directory.resolve("recording");
    HistoryFile.write(history, file);
  }

  @Test
  void readsWhatWasWritten() throws IOException {
    var read = HistoryFile.read(file);

    assertThat(read.acts()).isEqualTo(history.acts());
    assertThat(read.before().disk()).isEqualTo(history.before().disk());
    assertThat(read.before().files()).containsOnlyKeys("d/", "d/f");
    assertThat(read.before().files().get("d/f")).containsExactly(1, 2);
  }

  @Test
  void refusesAnyRecordingThatIsCutShort() throws IOException {
    byte[] whole;
    try (var in = new GZIPInputStream(Files.newInputStream(file))) {
      whole = in.readAllBytes();
    }
    for (int length = 0; length < whole.length; length += 7) {
      var cut = new ByteArrayOutputStream();
      try (var out = new GZIPOutputStream(cut)) {
        out.write(whole, 0, length);
      }
      Files.write(file, cut.toByteArray());
      assertThatThrownBy(() -> HistoryFile.read(file)).isInstanceOf(IOException.class);
    }
  }
}
