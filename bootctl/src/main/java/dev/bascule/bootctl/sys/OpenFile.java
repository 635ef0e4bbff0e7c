package dev.bascule.bootctl.sys;

import com.sun.jna.Memory;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that somebody else opened and handed over ({@link LocalStream}). It is read through the descriptor and never opened
 * again: what its giver may not read is not read for him, and whatever happens to its name meanwhile changes nothing.
 * Where its giver reads on is left as it is. Safe for use by several threads, closing among them.
 */
public final class OpenFile implements Closeable {

  private static final int BUFFER = 64 * 1024;
  private static final int F_GETFL = 3;
  private static final int O_ACCMODE = 3;
  private static final int O_WRONLY = 1;
  /** Of {@code asm-generic/fcntl.h}, which every architecture in {@link Abi} has. */
  private static final int O_PATH = 010000000;

  private final int fd;
  private final Memory memory = new Memory(BUFFER);
  private boolean closed;

  /** Owns a descriptor. */
  OpenFile(int fd) {
    this.fd = fd;
  }

  /** What kind of file it is, in words: {@code a file}, {@code a pipe}, {@code a directory} and so on. */
  public synchronized String kind() throws IOException {
    return status().kind();
  }

  /** Whether it is a regular file. */
  public synchronized boolean isRegularFile() throws IOException {
    return status().isRegularFile();
  }

  /** Whether its giver opened it for reading. */
  public synchronized boolean isReadable() throws IOException {
    checkOpen();
    int flags = Libc.fcntl(fd, F_GETFL, 0);
    if (flags < 0) {
      throw SystemCallException.last("fcntl", this);
    }
    return (flags & O_PATH) == 0 && (flags & O_ACCMODE) != O_WRONLY;
  }

  /** Bytes in it, now. */
  public synchronized long size() throws IOException {
    return status().size();
  }

  /**
   * Reads what a call of the kernel gives.
   *
   * @return how many bytes; -1 at the file's end
   */
  public synchronized int read(long position, ByteBuffer into) throws IOException {
    checkOpen();
    int wanted = Math.min(into.remaining(), BUFFER);
    if (wanted == 0) {
      return 0;
    }
    long count = Transfer.READ.once(fd, memory, wanted, position);
    while (count < 0 && Libc.errno() == Errno.EINTR.number()) {
      count = Transfer.READ.once(fd, memory, wanted, position);
    }
    if (count < 0) {
      throw SystemCallException.last("pread", this + " at byte " + position);
    }
    into.put(memory.getByteBuffer(0, count));
    return count == 0 ? -1 : (int) count;
  }

  private FileStatus status() throws IOException {
    checkOpen();
    return FileStatus.read(fd, this);
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Libc.close(fd);
      memory.close();
    }
  }

  /** The name that it was opened by, as the kernel knows it, for messages alone. */
  @Override
  public synchronized String toString() {
    if (closed) {
      return "a closed file";
    }
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
    } catch (IOException e) {
      return "an open file";
    }
  }
}
