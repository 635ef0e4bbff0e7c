package dev.bascule.updater.wire;

import dev.bascule.bootctl.sys.LocalStream;
import dev.bascule.bootctl.sys.OpenFile;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A connection to the bus in the form that the library knows; of a channel's many ways it uses reading, writing and closing. */
final class BusChannel extends SocketChannel {

  private final Path socket;
  private final BusTransport transport;
  private final LocalStream stream;
  private final List<OpenFile> arrived = new ArrayList<>();

  BusChannel(Path socket, BusTransport transport) throws IOException {
    super(SelectorProvider.provider());
    this.socket = socket;
    this.transport = transport;
    this.stream = LocalStream.connect(socket);
  }

  /** What this is the connection of. */
  BusTransport transport() {
    return transport;
  }

  /** The files that came with what was read since the last time. */
  synchronized List<OpenFile> arrived() {
    List<OpenFile> files = List.copyOf(arrived);
    arrived.clear();
    return files;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    List<OpenFile> files = new ArrayList<>();
    int count = stream.receive(into, files);
    synchronized (this) {
      arrived.addAll(files);
    }
    return count;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    return stream.send(from);
  }

  @Override
  protected void implCloseSelectableChannel() {
    stream.close();
    arrived().forEach(OpenFile::close);
  }

  @Override
  protected void implConfigureBlocking(boolean block) {
    if (!block) {
      throw unused();
    }
  }

  @Override
  public boolean isConnected() {
    return isOpen();
  }

  @Override
  public boolean isConnectionPending() {
    return false;
  }

  @Override
  public SocketAddress getRemoteAddress() {
    return UnixDomainSocketAddress.of(socket);
  }

  @Override
  public SocketAddress getLocalAddress() {
    return UnixDomainSocketAddress.of("");
  }

  @Override
  public Set<SocketOption<?>> supportedOptions() {
    return Set.of();
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) {
    throw unused();
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) {
    throw unused();
  }

  @Override
  public SocketChannel bind(SocketAddress local) {
    throw unused();
  }

  @Override
  public <T> SocketChannel setOption(SocketOption<T> name, T value) {
    throw unused();
  }

  @Override
  public <T> T getOption(SocketOption<T> name) {
    throw unused();
  }

  @Override
  public SocketChannel shutdownInput() {
    throw unused();
  }

  @Override
  public SocketChannel shutdownOutput() {
    throw unused();
  }

  @Override
  public Socket socket() {
    throw unused();
  }

  @Override
  public boolean connect(SocketAddress remote) {
    throw unused();
  }

  @Override
  public boolean finishConnect() {
    throw unused();
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("of no use on the bus's socket");
  }
}
