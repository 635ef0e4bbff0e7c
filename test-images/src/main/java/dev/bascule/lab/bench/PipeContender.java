package dev.bascule.lab.bench;

import dev.bascule.lab.process.Background;
import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.Pipeline;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The least that an installation can cost with the tools that every system has: decompress into the slot
 * with direct I/O, and hash the compressed file beside. Nothing is read back.
 */
final class PipeContender implements Contender {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Path source;
  private final TargetSlot slot;
  private final Path work;
  private final Command hash;
  private final Command decompress;

  /**
   * @param source the image, compressed
   * @param slot closed with this
   * @param work where the programs' logs go
   */
  PipeContender(Path source, TargetSlot slot, Path work) throws IOException {
    this.source = source;
    this.slot = slot;
    this.work = work;
    this.hash = Usage.timed(
        new Tool("sha256sum", "coreutils").command(source.toString()),
        work.resolve("sha256sum"));
    this.decompress = Usage.timed(
        Tool.of("zstd").command("--decompress", "--stdout", source.toString()),
        work.resolve("zstd"));
  }

  @Override
  public String name() {
    return "zstd and dd";
  }

  @Override
  public String description() {
    return "`zstd -dc | dd oflag=direct conv=fsync` into the slot, `sha256sum` of the compressed file"
        + " beside; nothing is read back";
  }

  @Override
  public TargetSlot slot() {
    return slot;
  }

  @Override
  public Path payload() {
    return source;
  }

  @Override
  public Measurement install() throws IOException {
    Command write = Usage.timed(
        new Tool("dd", "coreutils").command(
            "of=" + slot.device(),
            "bs=1M",
            "iflag=fullblock",
            "oflag=direct",
            "conv=fsync,notrunc",
            "status=none"),
        work.resolve("dd"));
    long written = slot.readBytesWritten();
    long start = System.nanoTime();
    try (Background hashing = hash.start(work.resolve("sha256sum.log"))) {
      Pipeline.run(List.of(decompress, write), LIMIT);
      int exitCode = hashing.awaitEnd(LIMIT);
      if (exitCode != 0) {
        throw new IOException("sha256sum: exit code " + exitCode + ": " + hashing.log());
      }
    }
    long end = System.nanoTime();
    Usage usage = Usage.readTimed(work.resolve("sha256sum"))
        .plus(Usage.readTimed(work.resolve("zstd")))
        .plus(Usage.readTimed(work.resolve("dd")));
    return new Measurement(
        (end - start) / 1e9,
        usage.userSeconds(),
        usage.systemSeconds(),
        usage.peakBytes(),
        Files.size(source),
        slot.writtenSince(written));
  }

  @Override
  public void close() throws IOException {
    slot.close();
  }
}
