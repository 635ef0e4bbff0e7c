package dev.bascule.bootctl.sys;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A connection to a local socket of streams through which the other side may hand over open files, which the platform's own
 * sockets leave out (JEP 380): recvmsg(2) with {@code SCM_RIGHTS} of unix(7). One thread may receive while another
 * sends; closing ends both.
 */
public final class LocalStream implements Closeable {

  /** More files than that with one message are not taken: the kernel closes them. It is what the message bus lets through. */
  public static final int MOST_FILES = 16;

  private static final int SOCK_STREAM = 1;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int MSG_CMSG_CLOEXEC = 0x40000000;
  private static final int SHUT_RDWR = 2;
  private static final int BUFFER = 64 * 1024;

  private final Path socket;
  private final int fd;
  private final MessageHead incoming = new MessageHead(BUFFER, MOST_FILES);
  private final Memory outgoing = new Memory(BUFFER);
  private final Lock receiving = new ReentrantLock();
  private final Lock sending = new ReentrantLock();
  /** Held for reading by whoever is in a call: the descriptor is closed when nobody is. */
  private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
  private final AtomicBoolean closed = new AtomicBoolean();

  private LocalStream(Path socket, int fd) {
    this.socket = socket;
    this.fd = fd;
  }

  /** Comes to whoever listens at a socket. */
  public static LocalStream connect(Path socket) throws IOException {
    Libc.require();
    byte[] address = LocalAddress.of(socket);
    int fd = LocalAddress.open(SOCK_STREAM, socket);
    if (Libc.connect(fd, address, address.length) != 0) {
      SystemCallException failure = SystemCallException.last("connect", socket);
      Libc.close(fd);
      throw failure;
    }
    return new LocalStream(socket, fd);
  }

  /**
   * Waits for bytes and takes what is there.
   *
   * @param files is given the files that came with them; whoever calls closes these
   * @return how many bytes; -1 at the end
   */
  public int receive(ByteBuffer into, List<? super OpenFile> files) throws IOException {
    receiving.lock();
    use.readLock().lock();
    try {
      int wanted = Math.min(into.remaining(), BUFFER);
      if (wanted == 0) {
        return 0;
      }
      long count;
      do {
        checkOpen();
        count = Libc.recvmsg(fd, incoming.prepare(wanted), MSG_CMSG_CLOEXEC).longValue();
      } while (count < 0 && Libc.errno() == Errno.EINTR.number());
      if (count < 0) {
        throw SystemCallException.last("recvmsg", socket);
      }
      files.addAll(incoming.files());
      into.put(incoming.bytes().getByteBuffer(0, count));
      return count == 0 ? -1 : (int) count;
    } finally {
      use.readLock().unlock();
      receiving.unlock();
    }
  }

  /** Sends what is in a buffer, all of it. */
  public int send(ByteBuffer from) throws IOException {
    sending.lock();
    use.readLock().lock();
    try {
      int all = from.remaining();
      while (from.hasRemaining()) {
        checkOpen();
        int length = Math.min(from.remaining(), BUFFER);
        outgoing.getByteBuffer(0, length).put(from.slice(from.position(), length));
        long count = Libc.send(fd, outgoing, new NativeLong(length), MSG_NOSIGNAL).longValue();
        if (count < 0 && Libc.errno() != Errno.EINTR.number()) {
          throw SystemCallException.last("send", socket);
        }
        from.position(from.position() + (int) Math.max(count, 0));
      }
      return all;
    } finally {
      use.readLock().unlock();
      sending.unlock();
    }
  }

  private void checkOpen() throws IOException {
    if (closed.get()) {
      throw new ClosedChannelException();
    }
  }

  /** Ends whoever is in a call, then closes. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    Libc.shutdown(fd, SHUT_RDWR);
    use.writeLock().lock();
    try {
      Libc.close(fd);
      incoming.close();
      outgoing.close();
    } finally {
      use.writeLock().unlock();
    }
  }
}
