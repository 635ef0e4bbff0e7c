package dev.bascule.bootctl.sys;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.bascule.bootctl.BootException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An open regular file or block device, read and written at positions. Safe for use by several threads,
 * as the system calls are, except that closing while another thread is in a call is an error of the
 * caller.
 *
 * <p>Power cut: what was written before {@link #sync} returned is there; of what was written after,
 * any sector may be there, missing or torn.
 */
public final class BlockFile implements Closeable {
  private static final int BOUNCE = 256 * 1024;

  private final Path path;
  private final FileStatus status;
  private final boolean device;
  private final int fd;
  /** A second descriptor past the page cache, or -1. */
  private final int directFd;
  /** Whether what is read is dropped from the cache: it was to go past it, and the file system cannot. */
  private final boolean dropsBehind;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile @Nullable SystemCallException syncFailure;

  private BlockFile(Path path, FileStatus status, int fd, int directFd, boolean dropsBehind) {
    this.path = path;
    this.status = status;
    this.device = status.isBlockDevice();
    this.fd = fd;
    this.directFd = directFd;
    this.dropsBehind = dropsBehind;
  }

  /** Opens an existing regular file or block device. */
  public static BlockFile open(Path path, Access access, OpenMode... modes) throws IOException {
    Libc.require();
    var chosen = Set.of(modes);
    int flags = Libc.O_CLOEXEC | switch (access) {
      case READ -> Libc.O_RDONLY;
      case WRITE -> Libc.O_RDWR;
    };
    int exclusive = chosen.contains(OpenMode.EXCLUSIVE) ? Libc.O_EXCL : 0;
    int fd = openDescriptor(path, flags | exclusive);
    try {
      var status = FileStatus.read(fd, path);
      if (!status.isRegularFile() && !status.isBlockDevice()) {
        throw new BootException(path + ": expected a regular file or a block device, found mode "
            + Integer.toOctalString(status.mode()),
            "name the disk or its image in the configuration");
      }
      boolean past = chosen.contains(OpenMode.DIRECT);
      int direct = past ? openDirect(path, flags) : -1;
      return new BlockFile(path, status, fd, direct, past && direct < 0);
    } catch (Throwable e) {
      Libc.close(fd);
      throw e;
    }
  }

  private static int openDescriptor(Path path, int flags) throws IOException {
    int fd = Libc.open(path.toString(), flags, 0);
    if (fd < 0) {
      throw SystemCallException.last("open", path);
    }
    return fd;
  }

  private static int openDirect(Path path, int flags) throws IOException {
    int fd = Libc.open(path.toString(), flags | Abi.running().direct(), 0);
    if (fd < 0 && Libc.errno() != Errno.EINVAL.number()) {
      throw SystemCallException.last("open with O_DIRECT", path);
    }
    return fd;
  }

  /**
   * Reads until the buffer is full.
   *
   * @throws EOFException if the file ends before that
   */
  public void read(long position, ByteBuffer buffer) throws IOException {
    if (buffer.isDirect()) {
      transfer(Transfer.READ, position, buffer);
      return;
    }
    var bounce = AlignedBuffer.allocate(Math.min(BOUNCE, buffer.remaining()));
    for (long at = position; buffer.hasRemaining(); at += bounce.capacity()) {
      transfer(Transfer.READ, at,
          bounce.clear().limit(Math.min(bounce.capacity(), buffer.remaining())));
      buffer.put(bounce.flip());
    }
  }

  /** Writes the whole buffer. It is not durable before {@link #sync} has returned. */
  public void write(long position, ByteBuffer buffer) throws IOException {
    if (buffer.isDirect()) {
      transfer(Transfer.WRITE, position, buffer);
      return;
    }
    var bounce = AlignedBuffer.allocate(Math.min(BOUNCE, buffer.remaining()));
    for (long at = position; buffer.hasRemaining(); at += bounce.capacity()) {
      bounce.clear();
      int length = Math.min(bounce.capacity(), buffer.remaining());
      bounce.put(buffer.slice(buffer.position(), length)).flip();
      buffer.position(buffer.position() + length);
      transfer(Transfer.WRITE, at, bounce);
    }
  }

  private void transfer(Transfer direction, long position, ByteBuffer buffer) throws IOException {
    checkOpen();
    if (position < 0) {
      throw new IllegalArgumentException("position " + position + " in " + path);
    }
    int descriptor = descriptorFor(position, buffer);
    long base = Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
    long at = position;
    try {
      while (buffer.hasRemaining()) {
        long done = direction.once(descriptor, new Pointer(base + buffer.position()),
            buffer.remaining(), at);
        if (done > 0) {
          buffer.position(buffer.position() + (int) done);
          at += done;
          descriptor = descriptorFor(at, buffer);
        } else if (done == 0) {
          throw new EOFException(path + ": ends at byte " + at + ", " + buffer.remaining()
              + " bytes before what was asked for");
        } else if (Libc.errno() != Errno.EINTR.number()) {
          throw SystemCallException.last(direction.call(),
              path + " at byte " + at + ", " + buffer.remaining() + " bytes");
        }
      }
    } finally {
      Reference.reachabilityFence(buffer);
    }
    if (dropsBehind && direction == Transfer.READ) {
      // An advice: that it could not be taken changes nothing but what others find in the cache.
      Libc.posix_fadvise(fd, position, at - position, Libc.POSIX_FADV_DONTNEED);
    }
  }

  /** The direct descriptor where position, length and address allow it, else the buffered one. */
  private int descriptorFor(long position, ByteBuffer buffer) {
    boolean aligned =
        directFd >= 0 && (position | buffer.remaining()) % AlignedBuffer.ALIGNMENT == 0
            && AlignedBuffer.isAligned(buffer);
    return aligned ? directFd : fd;
  }

  /**
   * Waits until all that was written is on the medium, the device's own cache included.
   *
   * <p>A failure is final: the kernel may have dropped what it could not write, so a later success
   * would say nothing. Every later call fails again.
   */
  public void sync() throws IOException {
    checkOpen();
    if (syncFailure != null) {
      throw syncFailure;
    }
    if (Libc.fdatasync(fd) != 0) {
      syncFailure = SystemCallException.last("fdatasync", path);
      throw syncFailure;
    }
  }

  /** Asks the kernel to begin writing out a range, without waiting; says nothing of durability. */
  public void writeBehind(long position, long length) throws IOException {
    checkOpen();
    if (length == 0) {
      return;
    }
    if (Libc.sync_file_range(fd, position, length, Libc.SYNC_FILE_RANGE_WRITE) != 0) {
      throw SystemCallException.last("sync_file_range", path);
    }
  }

  /** Drops a range's clean pages from the cache, so that the next read comes from the medium. */
  public void dropCache(long position, long length) throws IOException {
    checkOpen();
    if (length == 0) {
      return;
    }
    int error = Libc.posix_fadvise(fd, position, length, Libc.POSIX_FADV_DONTNEED);
    if (error != 0) {
      throw new SystemCallException("posix_fadvise", path, error);
    }
  }

  /**
   * Makes a range read as zero and gives its blocks back: a hole in a file; on a device what its driver has for
   * that, a discard that is known to leave zeros or a write of zeros by the device itself (fallocate(2), block/fops.c).
   *
   * @return whether it was done; devices and file systems that cannot do it say no
   */
  public boolean deallocate(long position, long length) throws IOException {
    checkOpen();
    if (length == 0) {
      return true;
    }
    if (Libc.fallocate(fd, Libc.FALLOC_FL_PUNCH_HOLE | Libc.FALLOC_FL_KEEP_SIZE, position,
        length) == 0) {
      return true;
    }
    int number = Libc.errno();
    if (number == Errno.EOPNOTSUPP.number() || number == Errno.ENOTTY.number()) {
      return false;
    }
    throw new SystemCallException("fallocate", path, number);
  }

  /** Bytes in the file or on the device, now. */
  public long size() throws IOException {
    checkOpen();
    long size = Libc.lseek(fd, 0, Libc.SEEK_END);
    if (size < 0) {
      throw SystemCallException.last("lseek", path);
    }
    return size;
  }

  /** Bytes in the device's logical sector; empty for a file, which has none. */
  public OptionalInt sectorSize() throws IOException {
    checkOpen();
    return device ? OptionalInt.of(BlockIoctl.BLKSSZGET.query(fd, path)) : OptionalInt.empty();
  }

  /** Whether the device itself is write-protected; false for a file. */
  public boolean readOnly() throws IOException {
    checkOpen();
    return device && BlockIoctl.BLKROGET.query(fd, path) != 0;
  }

  /** Whether aligned transfers go past the page cache: it was asked for and the file system can. */
  public boolean direct() {
    return directFd >= 0;
  }

  /** Whether this is a block device and not a file. */
  public boolean device() {
    return device;
  }

  /** The number of the block device, or empty for a file. */
  public Optional<DeviceNumber> deviceNumber() {
    return device ? Optional.of(status.self()) : Optional.empty();
  }

  /** The path that it was opened by. */
  public Path path() {
    return path;
  }

  private void checkOpen() throws IOException {
    if (closed.get()) {
      throw new IOException(path + ": is closed");
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      Libc.close(fd);
      if (directFd >= 0) {
        Libc.close(directFd);
      }
    }
  }
}
