package dev.bascule.lab.cut;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file system before a guest changed it, and all that the guest asked of its disk.
 *
 * @param before the medium's bytes
 */
public record Recording(ByteBuffer before, List<Act> acts) {

  /** Of more sectors than are gone through one by one, so many subsets are tried. */
  private static final int SAMPLES = 200;
  private static final long SEED = 1;

  public Recording {
    before = before.asReadOnlyBuffer();
    acts = List.copyOf(acts);
  }

  /**
   * Reads what QEMU recorded.
   *
   * @param log in the form of Linux's dm-log-writes
   */
  public static Recording read(ByteBuffer before, Path log) throws IOException {
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
      ByteBuffer entries = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      return new Recording(before, WriteLog.parse(entries, before.remaining()));
    }
  }

  /** Looks at one medium that a cut can leave. */
  @FunctionalInterface
  public interface Judge<E extends Exception> {

    /**
     * Looks.
     *
     * @param moment the last mark before the cut
     * @param medium its own
     */
    void look(String moment, byte[] medium) throws E;
  }

  /** The same as a history of a disk alone. */
  public History history() {
    byte[] disk = new byte[before.remaining()];
    before.duplicate().get(disk);
    return new History(Snapshot.ofDisk(disk), acts);
  }

  /**
   * Shows every medium that a cut can leave, as {@link Cuts} says; sectors are whole.
   *
   * @return how many were shown
   */
  public <E extends Exception> int forEachCut(Judge<E> judge) throws E {
    return new Cuts(history(), SEED, SAMPLES, false)
        .forEach((moment, medium) -> judge.look(moment.mark(), medium.diskBytes()));
  }
}
