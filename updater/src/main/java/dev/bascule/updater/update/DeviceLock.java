package dev.bascule.updater.update;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.sys.FileLock;
import dev.bascule.bootctl.sys.SystemCallException;
import dev.bascule.updater.UpdaterException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The lock that keeps two commands from changing the device at once. It ends with its process at the latest. */
public final class DeviceLock implements Closeable {

  private static final String NAME = "lock";
  private static final int MAX_LENGTH = 256;

  /** Verbs that a power cut, and so a signal, may end at any point, and that may take long. */
  private static final Set<String> INTERRUPTIBLE =
      Set.of("check", "explain", "install", "scrub", "update");

  private final FileLock lock;

  private DeviceLock(FileLock lock) {
    this.lock = lock;
  }

  /** Who has the lock, as far as it said so itself. */
  public record Holder(long process, String verb) {}

  /** Another command has the lock. */
  public static final class BusyException extends UpdaterException {
    private static final long serialVersionUID = 1L;

    private BusyException(String message, IOException cause) {
      super(message, "wait until it has finished; bascule status shows what it does", cause);
    }
  }

  /**
   * Takes the lock.
   *
   * @param run the directory for what ends with this boot
   * @param verb what it is for, to be shown to others
   * @param wait how long to try
   * @param proc where the system's processes are listed
   * @throws BusyException if another has it all that time
   */
  public static DeviceLock acquire(Path run, String verb, Duration wait, Path proc)
      throws IOException {
    Path file = run.resolve(NAME);
    try {
      Files.createDirectories(run);
      if (!Files.exists(file)) {
        Files.write(file, new byte[0], StandardOpenOption.CREATE);
      }
    } catch (IOException e) {
      throw new UpdaterException(file + ": the lock cannot be made: " + e,
          "run this as root; device.run in the configuration says where the lock is", e);
    }
    FileLock lock = acquire(file, wait, proc);
    try {
      Files.writeString(file, ProcessHandle.current().pid() + " " + verb + "\n");
      return new DeviceLock(lock);
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  private static FileLock acquire(Path file, Duration wait, Path proc) throws IOException {
    try {
      return FileLock.acquire(file, wait, proc);
    } catch (SystemCallException e) {
      throw e;
    } catch (BootException e) {
      String holder = holder(file)
          .map(found -> "bascule " + found.verb() + " (process " + found.process() + ")")
          .orElse("another command");
      throw new BusyException("the device is busy: " + holder + " is at work", e);
    }
  }

  /** Takes the lock from a command that has it, which is ended; a transfer goes on where it was when it is run again. */
  public static DeviceLock takeOver(Path run, String verb, Duration wait, Path proc)
      throws IOException {
    try {
      return acquire(run, verb, Duration.ZERO, proc);
    } catch (BusyException e) {
      holder(run.resolve(NAME)).filter(holder -> INTERRUPTIBLE.contains(holder.verb()))
          .flatMap(holder -> ProcessHandle.of(holder.process()))
          .filter(process -> !process.equals(ProcessHandle.current()))
          .ifPresent(ProcessHandle::destroy);
      return acquire(run, verb, wait, proc);
    }
  }

  /** Who has the lock at this moment, if anybody has. */
  public static Optional<Holder> holderNow(Path run, Path proc) throws IOException {
    Path file = run.resolve(NAME);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      acquire(file, Duration.ZERO, proc).close();
      return Optional.empty();
    } catch (BusyException e) {
      return Optional.of(holder(file).orElse(new Holder(0, "another command")));
    }
  }

  /** Who took the lock last. */
  static Optional<Holder> holder(Path file) {
    try (var stream = Files.newInputStream(file)) {
      String[] words = new String(stream.readNBytes(MAX_LENGTH), StandardCharsets.UTF_8)
          .strip()
          .split(" ", 2);
      return words.length < 2
          ? Optional.empty()
          : Optional.of(new Holder(Long.parseLong(words[0]), words[1]));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    lock.close();
  }
}
