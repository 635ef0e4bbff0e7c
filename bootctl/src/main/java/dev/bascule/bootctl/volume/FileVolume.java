package dev.bascule.bootctl.volume;

import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.sys.BlockFile;
import dev.bascule.bootctl.sys.OpenMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalInt;

/** A whole block device or image file as a volume. Its size is what it was when it was opened. */
public final class FileVolume implements Volume {
  private final BlockFile file;
  private final long size;

  private FileVolume(BlockFile file, long size) {
    this.file = file;
    this.size = size;
  }

  /** Opens a block device or a file that exists. */
  public static FileVolume open(Path path, Access access, OpenMode... modes)
      throws IOException {
    var file = BlockFile.open(path, access, modes);
    try {
      return new FileVolume(file, file.size());
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return file.path().toString();
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public OptionalInt sectorSize() throws IOException {
    return file.sectorSize();
  }

  @Override
  public void read(long position, ByteBuffer buffer) throws IOException {
    VolumeRange.check(this, position, buffer.remaining());
    file.read(position, buffer);
  }

  @Override
  public void write(long position, ByteBuffer buffer) throws IOException {
    VolumeRange.check(this, position, buffer.remaining());
    file.write(position, buffer);
  }

  @Override
  public void sync() throws IOException {
    file.sync();
  }

  @Override
  public void writeBehind(long position, long length) throws IOException {
    VolumeRange.check(this, position, length);
    file.writeBehind(position, length);
  }

  @Override
  public void dropCache(long position, long length) throws IOException {
    VolumeRange.check(this, position, length);
    file.dropCache(position, length);
  }

  @Override
  public boolean deallocate(long position, long length) throws IOException {
    VolumeRange.check(this, position, length);
    return file.deallocate(position, length);
  }

  /** The file or device underneath. */
  public BlockFile file() {
    return file;
  }

  @Override
  public void close() {
    file.close();
  }
}
