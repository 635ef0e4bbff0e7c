package dev.bascule.bootctl;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An image file as a real block device. Needs root and loop devices: where the machine has none, the test is
 * skipped and says so, in CI as well, for containers of most builders give none.
 */
public final class LoopDevice implements Closeable {
  private final ExternalTool losetup;
  private final Path node;
  private final List<Integer> partitions = new ArrayList<>();

  private LoopDevice(ExternalTool losetup, Path node) {
    this.losetup = losetup;
    this.node = node;
  }

  public static LoopDevice attach(Path image, int sectorSize, String... options) throws Exception {
    var losetup = ExternalTool.require("losetup");
    var arguments = new ArrayList<Object>(List.of(options));
    arguments.addAll(List.of("-b", sectorSize, "--show", "-f", image));
    var result = losetup.attempt(arguments.toArray());
    assumeTrue(result.code() == 0, "no loop device can be had: " + result.output().strip());
    return new LoopDevice(losetup, Path.of(result.output().strip()));
  }

  public Path node() {
    return node;
  }

  /** Tells the kernel of a partition, as a scan of the table would. */
  public Path addPartition(int number, long start, long size) throws Exception {
    ExternalTool.require("addpart").run(node, number, start / 512, size / 512);
    partitions.add(number);
    return node.resolveSibling(node.getFileName() + "p" + number);
  }

  @Override
  public void close() throws IOException {
    try {
      for (int partition : partitions) {
        ExternalTool.require("delpart").run(node, partition);
      }
      losetup.run("-d", node);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
