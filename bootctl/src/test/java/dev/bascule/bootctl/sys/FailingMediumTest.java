package dev.bascule.bootctl.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bascule.bootctl.ExternalTool;
import dev.bascule.bootctl.LoopDevice;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device that takes writes and cannot keep them: its image is on a file system that is full. */
class FailingMediumTest {

  @Test
  void aFailedSyncIsReportedAndStaysFailed(@TempDir Path directory) throws Exception {
    var full = Files.createDirectory(directory.resolve("full"));
    var mounted =
        ExternalTool.require("mount").attempt("-t", "tmpfs", "-o", "size=1m", "tmpfs", full);
    assumeTrue(mounted.code() == 0, "nothing can be mounted here: " + mounted.output().strip());
    try {
      var image = full.resolve("disk.img");
      try (var file = new RandomAccessFile(image.toFile(), "rw")) {
        file.setLength(8 << 20);
      }
      try (var loop = LoopDevice.attach(image, 512);
          var file = BlockFile.open(loop.node(), Access.WRITE)) {
        byte[] data = new byte[4 << 20];
        Arrays.fill(data, (byte) 1);
        file.write(0, ByteBuffer.wrap(data));

        assertThatThrownBy(file::sync).isInstanceOfSatisfying(SystemCallException.class, e -> {
          assertThat(e.call()).isEqualTo("fdatasync");
          assertThat(e.errno())
              .hasValueSatisfying(errno -> assertThat(errno).isIn(Errno.EIO, Errno.ENOSPC));
        });
        // The kernel reports it once; asked again it would say that all is well.
        assertThatThrownBy(file::sync).isInstanceOf(SystemCallException.class);
      }
    } finally {
      ExternalTool.require("umount").run(full);
    }
  }
}
