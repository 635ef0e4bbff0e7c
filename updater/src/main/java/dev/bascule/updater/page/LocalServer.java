package dev.bascule.updater.page;

import com.sun.net.httpserver.HttpHandler;
import dev.bascule.updater.UpdaterException;
import dev.bascule.updater.config.PagePlace;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * HTTP over a Unix socket, which the platform's server does not speak: one request for each connection, a few at a time.
 * A connection that has not said what it wants after {@value #HEAD_SECONDS} seconds is ended, and one that is not done after {@value
 * #LIMIT_MINUTES} minutes.
 */
final class LocalServer implements Closeable {

  private static final int HEAD_SECONDS = 10;
  /** Long enough for a bundle from a slow browser. */
  private static final int LIMIT_MINUTES = 60;
  private static final int MOST = 8;

  private final ServerSocketChannel listening;
  /** The socket that was made here, and goes with it; null for one that somebody else made. */
  private final @Nullable Path own;
  private final HttpHandler handler;
  private final Semaphore room = new Semaphore(MOST);
  private final Map<SocketChannel, Boolean> open = new ConcurrentHashMap<>();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  private LocalServer(ServerSocketChannel listening, @Nullable Path own, HttpHandler handler) {
    this.listening = listening;
    this.own = own;
    this.handler = handler;
    Thread.ofPlatform().name("page").daemon().start(this::accept);
  }

  /** Serves at a socket of its own. Nobody can connect before it has its mode and group. */
  static LocalServer at(PagePlace.Socket place, HttpHandler handler) throws IOException {
    Path path = place.path();
    requireFree(path);
    Path directory = Files.createDirectories(path.toAbsolutePath().getParent());
    Path hidden = Files.createTempDirectory(directory, ".page-");
    Path made = hidden.resolve("s");
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(made), MOST);
      PosixFileAttributeView view = Files.getFileAttributeView(made, PosixFileAttributeView.class);
      String group = place.group();
      if (group != null) {
        view.setGroup(made.getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByGroupName(group));
      }
      view.setPermissions(place.mode());
      Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
      return new LocalServer(channel, path, handler);
    } catch (IOException e) {
      channel.close();
      Files.deleteIfExists(made);
      throw new UpdaterException("[page] listen = \"" + place + "\": cannot be made: " + e,
          "look at the directory, the length of the path (less than 90 bytes) and [page] group", e);
    } finally {
      Files.deleteIfExists(hidden);
    }
  }

  /** Serves at a socket that somebody made and listens at already. */
  static LocalServer on(ServerSocketChannel inherited, HttpHandler handler) {
    return new LocalServer(inherited, null, handler);
  }

  /** A socket that nobody serves any more is replaced; anything else that is there is not. */
  private static void requireFree(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isOther()) {
      throw new UpdaterException(path + ": expected a socket or nothing, found another file",
          "name another path in [page] listen, or remove the file");
    }
    try (SocketChannel other = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      throw new UpdaterException(path + ": somebody serves it already: " + other,
          "end the other bascule page, or systemctl stop bascule-page.socket");
    } catch (UpdaterException e) {
      throw e;
    } catch (IOException e) {
      // Left over.
    }
  }

  private void accept() {
    try {
      while (listening.isOpen()) {
        room.acquire();
        SocketChannel channel = listening.accept();
        open.put(channel, true);
        Thread.ofPlatform().daemon().start(() -> serve(channel));
      }
    } catch (IOException e) {
      // Closed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(SocketChannel channel) {
    var silent = watch.schedule(() -> end(channel), HEAD_SECONDS, TimeUnit.SECONDS);
    var late = watch.schedule(() -> end(channel), LIMIT_MINUTES, TimeUnit.MINUTES);
    try (channel;
        OutputStream out =
            new BufferedOutputStream(Channels.newOutputStream(channel))) {
      var in = new BufferedInputStream(Channels.newInputStream(channel));
      try {
        RequestHead head = RequestHead.read(in);
        silent.cancel(false);
        handler.handle(new LocalExchange(head, in, out));
      } catch (ProtocolException e) {
        LocalExchange.refuse(out, String.valueOf(e.getMessage()));
      }
    } catch (IOException e) {
      // Whoever asked has gone.
    } finally {
      silent.cancel(false);
      late.cancel(false);
      open.remove(channel);
      room.release();
    }
  }

  private static void end(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // It ends in either case.
    }
  }

  @Override
  public void close() throws IOException {
    try (listening) {
      watch.shutdownNow();
      Path made = own;
      if (made != null) {
        Files.deleteIfExists(made);
      }
    } finally {
      open.keySet().forEach(LocalServer::end);
    }
  }
}
