package dev.bascule.lab.cut;

import dev.bascule.bootctl.volume.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;

/** A disk whose writes and syncs are noted as they are done: what a loader does that runs in this process. */
public record WatchedVolume(Volume disk, List<Act> acts) implements Volume {

  @Override
  public String name() {
    return disk.name();
  }

  @Override
  public long size() throws IOException {
    return disk.size();
  }

  @Override
  public OptionalInt sectorSize() throws IOException {
    return disk.sectorSize();
  }

  @Override
  public void read(long position, ByteBuffer buffer) throws IOException {
    disk.read(position, buffer);
  }

  @Override
  public void write(long position, ByteBuffer buffer) throws IOException {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    disk.write(position, buffer);
    acts.add(Act.Write.toDisk(position, ByteBuffer.wrap(bytes)));
  }

  @Override
  public void sync() throws IOException {
    disk.sync();
    acts.add(Act.Sync.ofDisk());
  }

  @Override
  public void writeBehind(long position, long length) throws IOException {
    disk.writeBehind(position, length);
  }

  @Override
  public void dropCache(long position, long length) throws IOException {
    disk.dropCache(position, length);
  }

  @Override
  public boolean deallocate(long position, long length) {
    throw new UnsupportedOperationException("a loader gives nothing back");
  }

  @Override
  public void close() throws IOException {
    disk.close();
  }
}
