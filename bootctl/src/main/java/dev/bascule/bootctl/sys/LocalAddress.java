package dev.bascule.bootctl.sys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where a local socket is: a {@code struct sockaddr_un}, as unix(7) has it. */
final class LocalAddress {

  private static final int AF_UNIX = 1;
  private static final int SOCK_CLOEXEC = 02000000;
  /** Of {@code sun_path}, with the zero behind it. */
  private static final int MAX_PATH = 108;

  private LocalAddress() {}

  /** The address of a socket with a path. */
  static byte[] of(Path socket) throws IOException {
    byte[] path = socket.toString().getBytes(StandardCharsets.UTF_8);
    if (path.length >= MAX_PATH) {
      throw new IOException(socket + ": a socket's path has less than " + MAX_PATH
          + " bytes, this one has " + path.length);
    }
    return ByteBuffer.allocate(2 + path.length + 1)
        .order(ByteOrder.nativeOrder())
        .putShort((short) AF_UNIX)
        .put(path)
        .array();
  }

  /**
   * Opens a socket that can go there.
   *
   * @param type {@code SOCK_STREAM} or {@code SOCK_DGRAM}
   */
  static int open(int type, Path socket) throws IOException {
    int fd = Libc.socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
    if (fd < 0) {
      throw SystemCallException.last("socket", socket);
    }
    return fd;
  }
}
