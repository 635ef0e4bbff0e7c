package dev.bascule.updater.wire;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.freedesktop.dbus.connections.BusAddress;
import org.freedesktop.dbus.connections.SASL;
import org.freedesktop.dbus.connections.config.TransportConfig;
import org.freedesktop.dbus.connections.transports.AbstractUnixTransport;
import org.freedesktop.dbus.exceptions.TransportConfigurationException;
import org.jspecify.annotations.Nullable;

/** The way to a bus whose address is {@code unix:path=…}: this program's own socket under the library's protocol. */
public final class BusTransport extends AbstractUnixTransport {

  private final Path socket;
  private HandedFiles files = new HandedFiles(call -> false);
  private ErrorNames errorNames = new ErrorNames() {
    @Override
    public String written(String library) {
      return library;
    }

    @Override
    public String read(String bus) {
      return bus;
    }
  };
  private @Nullable BusChannel channel;

  BusTransport(BusAddress address, TransportConfig config) throws TransportConfigurationException {
    super(address, config);
    String path = address.getParameterValue("path");
    if (path == null) {
      throw new TransportConfigurationException(
          "expected a bus's address with a path, unix:path=…, found " + address);
    }
    this.socket = Path.of(path);
    getSaslConfig().setAuthMode(SASL.AUTH_EXTERNAL);
  }

  /**
   * Says what is done with what comes and goes; to be called before the connection is made.
   *
   * @param handed is given the files that callers hand over
   */
  public void serve(HandedFiles handed, ErrorNames names) {
    this.files = handed;
    this.errorNames = names;
  }

  HandedFiles files() {
    return files;
  }

  ErrorNames errorNames() {
    return errorNames;
  }

  @Override
  protected boolean hasFileDescriptorSupport() {
    return true;
  }

  @Override
  protected SocketChannel connectImpl() throws IOException {
    BusChannel connected = new BusChannel(socket, this);
    channel = connected;
    return connected;
  }

  @Override
  protected void closeTransport() throws IOException {
    files.close();
    BusChannel open = channel;
    if (open != null) {
      open.close();
    }
  }

  @Override
  protected void bindImpl() {
    throw clientOnly();
  }

  @Override
  protected SocketChannel acceptImpl() {
    throw clientOnly();
  }

  @Override
  protected boolean isBound() {
    return false;
  }

  @Override
  public int getUid(SocketChannel of) {
    throw clientOnly();
  }

  private static UnsupportedOperationException clientOnly() {
    return new UnsupportedOperationException("a bus is somebody else's program");
  }
}
