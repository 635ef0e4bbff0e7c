package dev.bascule.updater.bus;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.StrictJson;
import dev.bascule.updater.UpdaterException;
import dev.bascule.updater.wire.HandedFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.jspecify.annotations.Nullable;

/** Asks the daemon, which the bus starts if need be, for what this user may not do himself. */
public final class BusClient implements Closeable {

  private static final int MAX_REPLY = 4 << 20;

  private final DBusConnection bus;

  private BusClient(DBusConnection bus) {
    this.bus = bus;
  }

  /** One question to the daemon. */
  public interface Question {
    /** Asks it, and returns the reply's document. */
    String ask(Updater1 device);
  }

  /**
   * Comes to a bus.
   *
   * @param address the bus's address, or null for the system's
   */
  public static BusClient open(@Nullable String address) throws IOException {
    return new BusClient(BusServer.connect(address, new HandedFiles(message -> false)));
  }

  /**
   * Asks.
   *
   * @throws UpdaterException if this user may not, or it was refused or failed
   */
  public ObjectNode ask(Question question) throws IOException {
    try {
      Updater1 device = bus.getRemoteObject(Updater1.NAME, Updater1.PATH, Updater1.class);
      String reply = question.ask(device);
      return (ObjectNode) StrictJson.parse(reply.getBytes(StandardCharsets.UTF_8), MAX_REPLY);
    } catch (BusError.NotAuthorized e) {
      throw new UpdaterException(String.valueOf(e.getMessage()),
          "run it as root, or ask who may give you the right: docs/device.md", e);
    } catch (BusError.Refused | BusError.Busy e) {
      throw new UpdaterException(String.valueOf(e.getMessage()), "", e);
    } catch (DBusException | DBusExecutionException e) {
      throw new UpdaterException("the daemon: " + e.getMessage(),
          "bascule doctor, as root, says more", e);
    } catch (JsonException e) {
      throw new IOException("the daemon answered with what is no document: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    bus.disconnect();
  }
}
