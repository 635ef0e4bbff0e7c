package dev.bascule.updater.install;

import java.time.Duration;
import java.util.List;

/** What an install cost. */
public record InstallReport(List<VolumeReport> volumes, Duration duration) {

  public InstallReport {
    volumes = List.copyOf(volumes);
  }

  /**
   * What one volume cost.
   *
   * @param size bytes of the volume's data
   * @param held tiles that the slot already held
   * @param copied tiles that the running slot held
   * @param transferred tiles that the payload brought, zeros among them
   * @param repaired of those, tiles that a delta should have brought and the full payload did
   * @param bytesFetched bytes that were received for it, tile table included
   * @param bytesWritten bytes that were written to the slot, hash tree included
   * @param bytesDeallocated bytes of zeros that needed no writing: the medium took their blocks back
   */
  public record VolumeReport(String role, long size, int held, int copied, int transferred,
      int repaired, long bytesFetched, long bytesWritten, long bytesDeallocated) {}

  /** Bytes received in all. */
  public long bytesFetched() {
    return volumes.stream().mapToLong(VolumeReport::bytesFetched).sum();
  }

  /** Bytes written in all. */
  public long bytesWritten() {
    return volumes.stream().mapToLong(VolumeReport::bytesWritten).sum();
  }

  /** Bytes of zeros that needed no writing. */
  public long bytesDeallocated() {
    return volumes.stream().mapToLong(VolumeReport::bytesDeallocated).sum();
  }

  /** Bytes of data in all volumes. */
  public long size() {
    return volumes.stream().mapToLong(VolumeReport::size).sum();
  }
}
