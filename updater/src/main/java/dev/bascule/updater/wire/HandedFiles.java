package dev.bascule.updater.wire;

import dev.bascule.bootctl.sys.OpenFile;
import java.io.Closeable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.freedesktop.dbus.FileDescriptor;
import org.freedesktop.dbus.messages.Message;
import org.jspecify.annotations.Nullable;

/**
 * Files that callers handed over, from when they arrive until the method that they are for takes them. In the library's messages
 * each has a ticket in place of its descriptor's number, so that nobody is given what another one handed over. Whatever is for
 * no such method is closed at once, so is what comes while {@value #MOST} wait, and what is never taken after a while:
 * a flood of files takes no more than that of this process' descriptors.
 */
public final class HandedFiles implements Closeable {

  /** At most so many wait. */
  static final int MOST = 16;
  /** A method takes its file as soon as a thread is there for it. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Predicate<Message> wanted;
  private final LongSupplier nanos;
  private final Map<Integer, Waiting> waiting = new LinkedHashMap<>();
  private int lastTicket;
  private boolean closed;

  private record Waiting(OpenFile file, long since) {}

  /**
   * No files yet.
   *
   * @param wanted whether a message is a call of a method that takes files
   */
  public HandedFiles(Predicate<Message> wanted) {
    this(wanted, System::nanoTime);
  }

  HandedFiles(Predicate<Message> wanted, LongSupplier nanos) {
    this.wanted = wanted;
    this.nanos = nanos;
  }

  /** Takes a file; null if it was not kept. From here on the caller closes it. */
  public synchronized @Nullable OpenFile take(FileDescriptor ticket) {
    Waiting found = waiting.remove(ticket.getIntFileDescriptor());
    return found == null ? null : found.file();
  }

  /** Keeps a file that has arrived, or closes it; returns its ticket in either case. */
  synchronized FileDescriptor keep(OpenFile file) {
    long now = nanos.getAsLong();
    waiting.values().removeIf(old -> closeIf(now - old.since() > PATIENCE.toNanos(), old.file()));
    int ticket = ++lastTicket;
    if (!closeIf(closed || waiting.size() >= MOST, file)) {
      waiting.put(ticket, new Waiting(file, now));
    }
    return new FileDescriptor(ticket);
  }

  /** Closes what came with a message that is for no method that takes files. */
  synchronized void sift(Message message) {
    if (!message.getFiledescriptors().isEmpty() && !wanted.test(message)) {
      for (FileDescriptor ticket : message.getFiledescriptors()) {
        Waiting unwanted = waiting.remove(ticket.getIntFileDescriptor());
        if (unwanted != null) {
          unwanted.file().close();
        }
      }
    }
  }

  private static boolean closeIf(boolean unwanted, OpenFile file) {
    if (unwanted) {
      file.close();
    }
    return unwanted;
  }

  /** Closes what nobody took, and all that comes after. */
  @Override
  public synchronized void close() {
    closed = true;
    waiting.values().forEach(left -> left.file().close());
    waiting.clear();
  }
}
