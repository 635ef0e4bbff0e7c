package dev.bascule.lab.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.image.Sha256;
import dev.bascule.lab.Needs;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.process.Outcome;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** veritysetup: whether a slot's hash tree belongs to its data and has a root hash. */
public final class VerityJudge {

  private static final Tool VERITYSETUP = new Tool("veritysetup", "cryptsetup-bin");
  private static final int STEP = 1 << 20;

  private VerityJudge() {}

  /** Skips or fails where the tool is absent. */
  public static void require() {
    Needs.tools(VERITYSETUP);
  }

  /**
   * The tool accepts all data and the whole tree behind it.
   *
   * @param dataBytes where the hash area begins
   * @param work where a copy of the slot may be put
   */
  public static void accepts(DiskImage disk, Slot slot, long dataBytes, Sha256 root, Path work)
      throws IOException {
    Outcome verdict = ask(disk, slot, dataBytes, root, work);

    assertThat(verdict.succeeded()).as("%s", verdict).isTrue();
  }

  /** What the tool says, of a copy of the slot: it takes no part of a file. */
  static Outcome ask(DiskImage disk, Slot slot, long dataBytes, Sha256 root, Path work)
      throws IOException {
    Path copy = Files.createTempFile(work, "slot-", ".img");
    try {
      copy(disk, slot, copy);
      return VERITYSETUP.command(
          "verify",
          copy.toString(),
          copy.toString(),
          root.toString(),
          "--hash-offset=" + dataBytes).attempt();
    } finally {
      Files.delete(copy);
    }
  }

  private static void copy(DiskImage disk, Slot slot, Path copy) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(STEP);
    try (Volume source = disk.open(slot, Access.READ);
        FileChannel target = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      for (long at = 0; at < source.size(); at += STEP) {
        buffer.clear().limit((int) Math.min(STEP, source.size() - at));
        source.read(at, buffer);
        buffer.flip();
        while (buffer.hasRemaining()) {
          target.write(buffer);
        }
      }
    }
  }
}
