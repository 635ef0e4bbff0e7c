package dev.bascule.updater.wire;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.freedesktop.dbus.FileDescriptor;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.messages.Error;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MessageFactory;
import org.freedesktop.dbus.spi.message.AbstractInputStreamMessageReader;
import org.freedesktop.dbus.spi.message.IMessageReader;
import org.freedesktop.dbus.spi.message.IMessageWriter;
import org.freedesktop.dbus.spi.message.ISocketProvider;
import org.freedesktop.dbus.spi.message.OutputStreamMessageWriter;
import org.jspecify.annotations.Nullable;

/** Gives the library what reads and writes messages on a {@link BusChannel}. */
public final class BusMessages implements ISocketProvider {

  @Override
  public IMessageReader createReader(SocketChannel socket) {
    BusChannel channel = (BusChannel) socket;
    return new Reader(new FileReader(channel, this), channel.transport());
  }

  @Override
  public IMessageWriter createWriter(SocketChannel socket) {
    BusChannel channel = (BusChannel) socket;
    return new Writer(new OutputStreamMessageWriter(channel), channel.transport());
  }

  @Override
  public void setFileDescriptorSupport(boolean agreed) {
    // A bus that lets none through sends none.
  }

  @Override
  public boolean isFileDescriptorPassingSupported() {
    return true;
  }

  /** Puts tickets for the files that came with a message into it. */
  private static final class FileReader extends AbstractInputStreamMessageReader {
    private final BusChannel channel;

    FileReader(BusChannel channel, ISocketProvider provider) {
      super(channel, provider);
      this.channel = channel;
    }

    @Override
    protected List<FileDescriptor> readFileDescriptors(SocketChannel of) {
      return channel.arrived().stream().map(channel.transport().files()::keep).toList();
    }
  }

  /** Reads messages, and keeps no file that no method takes. */
  private record Reader(FileReader messages, BusTransport transport) implements IMessageReader {

    @Override
    public @Nullable Message readMessage() throws IOException, DBusException {
      Message message = messages.readMessage();
      if (message != null) {
        transport.files().sift(message);
      }
      return message instanceof Error error
          ? named(error, error.getSource(), transport.errorNames().read(error.getName()))
          : message;
    }

    @Override
    public boolean isClosed() {
      return messages.isClosed();
    }

    @Override
    public void close() throws IOException {
      messages.close();
    }
  }

  /** Writes messages; errors under the names that are documented. */
  private record Writer(OutputStreamMessageWriter messages, BusTransport transport)
      implements
        IMessageWriter {

    @Override
    public void writeMessage(Message message) throws IOException {
      try {
        messages.writeMessage(message instanceof Error error
            ? named(error, null, transport.errorNames().written(error.getName()))
            : message);
      } catch (DBusException e) {
        throw new IOException("an error's name: " + e.getMessage(), e);
      }
    }

    @Override
    public boolean isClosed() {
      return messages.isClosed();
    }

    @Override
    public void close() throws IOException {
      messages.close();
    }
  }

  /** The same error under another name. */
  private static Error named(Error error, @Nullable String source, String name)
      throws DBusException {
    return name.equals(error.getName())
        ? error
        : new MessageFactory(error.getEndianess()).createError(source, error.getDestination(), name,
            error.getReplySerial(), error.getSig(), error.getParameters());
  }
}
