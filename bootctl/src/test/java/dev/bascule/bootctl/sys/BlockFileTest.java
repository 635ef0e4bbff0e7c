package dev.bascule.bootctl.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.bootctl.BootException;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockFileTest {
  @TempDir
  private Path directory;

  /** Where a buffer's bytes are. */
  enum Memory {
    HEAP, DIRECT, ALIGNED;

    ByteBuffer of(byte[] bytes) {
      var buffer = switch (this) {
        case HEAP -> ByteBuffer.allocate(bytes.length + 3).position(3).slice();
        case DIRECT -> ByteBuffer.allocateDirect(bytes.length + 3).position(3).slice();
        case ALIGNED -> AlignedBuffer.allocate(bytes.length);
      };
      return buffer.put(bytes).flip();
    }
  }

  @ParameterizedTest
  @EnumSource(Memory.class)
  void whatIsWrittenAnywhereIsReadThere(Memory memory) throws IOException {
    var random = new Random(3);
    byte[] expected = new byte[3 << 20];
    var path = file(expected.length);
    for (var options : new OpenMode[][]{{}, {OpenMode.DIRECT}}) {
      try (var file = BlockFile.open(path, Access.WRITE, options)) {
        for (int i = 0; i < 60; i++) {
          byte[] piece =
              new byte[i % 3 == 0 ? 4096 * (1 + random.nextInt(200)) : 1 + random.nextInt(700_000)];
          random.nextBytes(piece);
          int at = random.nextInt(expected.length - piece.length);
          int position = i % 3 == 0 ? at & -4096 : at;
          System.arraycopy(piece, 0, expected, position, piece.length);
          var buffer = memory.of(piece);

          file.write(position, buffer);

          assertThat(buffer.hasRemaining()).isFalse();
          var back = memory.of(new byte[piece.length]);
          file.read(position, back);
          assertThat(back.flip()).isEqualTo(ByteBuffer.wrap(piece));
        }
        file.sync();
      }
      assertThat(Arrays.mismatch(Files.readAllBytes(path), expected)).isEqualTo(-1);
    }
  }

  @Test
  void readsAndWritesBeyondFourGibibytes() throws IOException {
    long position = (5L << 30) + 1;
    var path = file(6L << 30);
    try (var file = BlockFile.open(path, Access.WRITE)) {
      assertThat(file.size()).isEqualTo(6L << 30);
      file.write(position, ByteBuffer.wrap(new byte[]{1, 2, 3}));
      file.sync();
      file.dropCache(position, 3);
      var back = ByteBuffer.allocate(5);
      file.read(position - 1, back);
      assertThat(back.array()).containsExactly(0, 1, 2, 3, 0);
    }
  }

  @Test
  void usesOnlyWhatIsBetweenPositionAndLimit() throws IOException {
    try (var file = BlockFile.open(file(8192), Access.WRITE)) {
      var buffer = ByteBuffer.allocateDirect(10);
      for (int i = 0; i < 10; i++) {
        buffer.put(i, (byte) i);
      }
      file.write(100, buffer.position(4).limit(6));
      var back = ByteBuffer.allocate(4);
      file.read(99, back);
      assertThat(back.array()).containsExactly(0, 4, 5, 0);
    }
  }

  @Test
  void saysWhereAFileEndedTooEarly() throws IOException {
    try (var file = BlockFile.open(file(100), Access.READ)) {
      assertThatThrownBy(() -> file.read(90, ByteBuffer.allocateDirect(20)))
          .isInstanceOf(EOFException.class)
          .hasMessageContaining("ends at byte 100, 10 bytes before");
    }
  }

  @Test
  void refusesToWriteWhatWasOpenedForReading() throws IOException {
    try (var file = BlockFile.open(file(100), Access.READ)) {
      assertThatThrownBy(() -> file.write(0, ByteBuffer.allocateDirect(1)))
          .isInstanceOf(SystemCallException.class)
          .hasMessageContaining("pwrite")
          .hasMessageContaining("(9)");
    }
  }

  @Test
  void namesTheCallThePathAndTheReason() {
    assertThatThrownBy(() -> BlockFile.open(directory.resolve("absent"), Access.READ))
        .isInstanceOfSatisfying(SystemCallException.class, e -> {
          assertThat(e.call()).isEqualTo("open");
          assertThat(e.errno()).hasValue(Errno.ENOENT);
          assertThat(e).hasMessageContaining("absent: ENOENT, No such file or directory (2)");
          assertThat(e.remedy()).contains("lsblk");
        });
  }

  @Test
  void refusesWhatIsNeitherAFileNorABlockDevice() {
    assertThatThrownBy(() -> BlockFile.open(directory, Access.READ))
        .isInstanceOf(BootException.class)
        .hasMessageContaining("expected a regular file or a block device");
    assertThatThrownBy(() -> BlockFile.open(Path.of("/dev/null"), Access.WRITE))
        .isInstanceOf(BootException.class)
        .hasMessageContaining("expected a regular file or a block device");
  }

  @Test
  void aFileIsNoDevice() throws IOException {
    try (var file = BlockFile.open(file(100), Access.READ, OpenMode.EXCLUSIVE)) {
      assertThat(file.sectorSize()).isEmpty();
      assertThat(file.deviceNumber()).isEmpty();
      assertThat(file.readOnly()).isFalse();
      assertThat(file.device()).isFalse();
    }
  }

  @Test
  void deallocatedRangesOfAFileReadAsZeroAndTakeNoRoom() throws IOException {
    var path = file(1 << 20);
    try (var file = BlockFile.open(path, Access.WRITE)) {
      byte[] ones = new byte[1 << 20];
      Arrays.fill(ones, (byte) 1);
      file.write(0, ByteBuffer.wrap(ones));
      file.writeBehind(0, ones.length);
      boolean done = file.deallocate(4096, 8192);
      Arrays.fill(ones, 4096, 4096 + 8192, done ? (byte) 0 : 1);
      assertThat(Arrays.mismatch(Files.readAllBytes(path), ones)).isEqualTo(-1);
      assertThat(file.size()).isEqualTo(1 << 20);
    }
  }

  @Test
  void anEmptyRangeIsNotTheWholeFile() throws IOException {
    var path = file(8192);
    Files.write(path, new byte[]{7});
    try (var file = BlockFile.open(path, Access.WRITE)) {
      file.writeBehind(0, 0);
      file.dropCache(0, 0);
      assertThat(file.deallocate(0, 0)).isTrue();
    }
    assertThat(Files.readAllBytes(path)[0]).isEqualTo((byte) 7);
  }

  @Test
  void isOfNoUseAfterClosing() throws IOException {
    var file = BlockFile.open(file(100), Access.WRITE);
    file.close();
    file.close();
    assertThatThrownBy(() -> file.read(0, ByteBuffer.allocateDirect(1)))
        .hasMessageContaining("is closed");
    assertThatThrownBy(file::sync).hasMessageContaining("is closed");
    assertThatThrownBy(file::size).hasMessageContaining("is closed");
  }

  private Path file(long size) throws IOException {
    var path = Files.createTempFile(directory, "file", ".img");
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(size);
    }
    return path;
  }
}
