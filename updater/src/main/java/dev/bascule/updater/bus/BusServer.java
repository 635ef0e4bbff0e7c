package dev.bascule.updater.bus;

import dev.bascule.updater.UpdaterException;
import dev.bascule.updater.progress.Progress;
import dev.bascule.updater.service.Reply;
import dev.bascule.updater.service.ServiceListener;
import dev.bascule.updater.service.UpdateService;
import dev.bascule.updater.wire.BusTransport;
import dev.bascule.updater.wire.HandedFiles;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.AddressResolvingException;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.types.UInt32;
import org.jspecify.annotations.Nullable;

/** Serves the device on a bus, and leaves it when nothing has been asked for a while and nothing is going on. */
public final class BusServer implements Closeable, ServiceListener {

  /** How long calls that were under way when the name was given back are still answered. */
  private static final Duration DRAIN = Duration.ofMillis(500);

  private final DBusConnection bus;
  private final UpdateService service;
  private final Signals signals;
  private final PollTimer timer;
  private long lastCall = System.nanoTime();

  private BusServer(DBusConnection bus, UpdateService service) {
    this.bus = bus;
    this.service = service;
    this.signals = new Signals(bus, Updater1.PATH, Updater1.NAME);
    this.timer = new PollTimer(bus, Clock.systemUTC());
  }

  /**
   * Comes to a bus and takes the names.
   *
   * @param address the bus's address, or null for the system's
   * @param rauc whether RAUC's name and interface are served as well
   */
  public static BusServer open(@Nullable String address, UpdateService service, boolean rauc)
      throws IOException {
    HandedFiles files = new HandedFiles(UpdaterObject::takesFile);
    DBusConnection bus = connect(address, files);
    try {
      BusServer server = new BusServer(bus, service);
      Callers callers = new Callers(bus, service.configuration().device().root());
      Gate gate = new Gate(new PolkitAuthority(bus, callers), callers, server::noticed);
      bus.exportObject(Updater1.PATH, new UpdaterObject(service, gate, server.timer, files));
      if (rauc) {
        RaucObject object = new RaucObject(bus, service, gate);
        bus.exportObject("/", object);
        service.listen(object);
        bus.requestBusName(RaucInstaller.BUS_NAME);
      }
      service.listen(server);
      bus.requestBusName(Updater1.NAME);
      return server;
    } catch (DBusException e) {
      bus.disconnect();
      throw new UpdaterException("the bus does not give the name " + Updater1.NAME + ": "
          + e.getMessage(), "run this as root, once, with the policy of systemd/dbus in place", e);
    }
  }

  /**
   * Comes to a bus.
   *
   * @param files is given the files that callers hand over
   */
  static DBusConnection connect(@Nullable String address, HandedFiles files)
      throws UpdaterException {
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    try {
      DBusConnectionBuilder builder = address == null
          ? DBusConnectionBuilder.forSystemBus()
          : DBusConnectionBuilder.forAddress(address);
      builder.transportConfig()
          .withPreConnectCallback(
              transport -> ((BusTransport) transport).serve(files, new BusErrorNames()));
      return builder.withShared(false).build();
    } catch (DBusException | AddressResolvingException e) {
      throw new UpdaterException("no bus: " + e.getMessage(),
          "start the system's message bus, or do without it: as root", e);
    }
  }

  /** Serves until nothing has happened for so long, or the thread is interrupted. */
  public void serve(Duration idle) throws IOException {
    try {
      await(idle);
      bus.releaseBusName(Updater1.NAME);
      Thread.sleep(DRAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (DBusException e) {
      throw new IOException("the bus went away: " + e.getMessage(), e);
    }
  }

  private synchronized void await(Duration idle) throws InterruptedException {
    for (long left = left(idle); left > 0 && bus.isConnected(); left = left(idle)) {
      wait(Math.max(1, Math.min(left / 1_000_000, 1000)));
    }
  }

  private synchronized long left(Duration idle) {
    return service.idle() ? idle.toNanos() - (System.nanoTime() - lastCall) : idle.toNanos();
  }

  private synchronized void noticed() {
    lastCall = System.nanoTime();
    notifyAll();
  }

  @Override
  public void progressed(Progress progress) {
    signals.changed(DeviceProperties.of(progress));
  }

  @Override
  public void finished(int job, String verb, Reply reply) {
    noticed();
    signals.send(() -> new Updater1.Finished(Updater1.PATH, new UInt32(job), verb,
        UpdaterObject.document(reply)));
  }

  @Override
  public void changed() {
    try {
      signals.changed(DeviceProperties.of(service.view(), timer.next()));
    } catch (IOException e) {
      // Who asks for the properties is told.
    }
  }

  @Override
  public void close() {
    bus.disconnect();
  }
}
