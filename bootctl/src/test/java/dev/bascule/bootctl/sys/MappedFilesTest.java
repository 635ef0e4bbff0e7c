package dev.bascule.bootctl.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MappedFilesTest {

  private static final Path PROC = Path.of("/proc");
  private static final int SIZE = 8 << 20;
  private static final int PAGE = 4096;

  private Path file = Path.of("");

  /** Beside the build and not in /tmp, which may be memory itself. */
  @BeforeEach
  void makeFile() throws IOException {
    file = Files.createTempFile(Files.createDirectories(Path.of("target")), "mapped", "");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(SIZE));
      channel.force(true);
    }
  }

  @AfterEach
  void removeFile() throws IOException {
    Files.delete(file);
  }

  @Test
  void givesBackWhatWasReadAndKeepsWhatWasWritten() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ,
        StandardOpenOption.WRITE)) {
      MappedByteBuffer mapped = channel.map(MapMode.PRIVATE, 0, SIZE);
      mapped.put(SIZE / 2, (byte) 1);
      for (int at = 0; at < SIZE; at += PAGE) {
        assertThat(mapped.get(at)).isEqualTo((byte) (at == SIZE / 2 ? 1 : 0));
      }
      assertThat(kibInMemory()).isEqualTo(SIZE >> 10);

      MappedFiles.giveBack(PROC);

      assertThat(kibInMemory()).isLessThan(SIZE >> 12);
      assertThat(mapped.get(SIZE / 2)).isEqualTo((byte) 1);
      assertThat(mapped.get(SIZE / 2 + PAGE)).isZero();
    }
  }

  @Test
  void saysThatThereIsNoProc() {
    assertThatThrownBy(() -> MappedFiles.giveBack(Path.of("/nowhere")))
        .isInstanceOf(IOException.class);
  }

  /** How much of the file this process has in memory: proc_pid_smaps(5). */
  private long kibInMemory() throws IOException {
    List<String> lines = Files.readAllLines(PROC.resolve("self/smaps"));
    int mapping = 0;
    while (!lines.get(mapping).endsWith(file.getFileName().toString())) {
      mapping++;
    }
    return lines.stream()
        .skip(mapping)
        .filter(line -> line.startsWith("Rss:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
