package dev.bascule.bootctl.sys;

import com.sun.jna.NativeLong;
import java.io.IOException;
import java.nio.file.Path;

/** A message to a local socket of datagrams, which the platform knows no way to: sendto(2) to an address of unix(7). */
public final class LocalDatagram {

  private static final int SOCK_DGRAM = 2;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_NOSIGNAL = 0x4000;

  private LocalDatagram() {}

  /**
   * Sends a message, and does not wait for whoever reads slowly.
   *
   * @param message at most what a socket's buffer holds, 200 KiB as Linux comes
   * @throws IOException if nobody listens there, if the reader is behind, or if the message is too long
   */
  public static void send(Path socket, byte[] message) throws IOException {
    Libc.require();
    byte[] address = LocalAddress.of(socket);
    int fd = LocalAddress.open(SOCK_DGRAM, socket);
    try {
      long sent = Libc.sendto(fd, message, new NativeLong(message.length),
          MSG_DONTWAIT | MSG_NOSIGNAL, address, address.length).longValue();
      if (sent < 0) {
        throw SystemCallException.last("sendto", socket);
      }
    } finally {
      Libc.close(fd);
    }
  }
}
