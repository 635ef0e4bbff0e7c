package dev.bascule.updater.journal;

import dev.bascule.updater.file.DurableFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The device's journal: lines that are only ever added, in files of bounded size. The caller holds the device's lock.
 *
 * <p>Power cut: an entry is there once {@link #append} has returned. A line that was cut is dropped when the journal is
 * opened again. A file that is full is followed by a new one that begins with the entries that still matter; it appears
 * whole or not at all.
 */
public final class Journal implements EventLog {

  /** A file that would grow over this is followed by a new one. */
  static final int MAX_FILE = 256 << 10;

  private final JournalDirectory directory;
  private final Clock clock;
  private final String boot;
  private final int maxFile;
  private JournalHistory history;
  private FileChannel channel;
  private Path file;
  private int size;
  private String lastLink;

  private Journal(JournalDirectory directory, Clock clock, String boot, int maxFile,
      JournalHistory history, FileChannel channel, Path file, JournalFile last) {
    this.directory = directory;
    this.clock = clock;
    this.boot = boot;
    this.maxFile = maxFile;
    this.history = history;
    this.channel = channel;
    this.file = file;
    this.size = last.end();
    this.lastLink = last.lastLink();
  }

  /**
   * Opens the journal to write, and heals it: drops what a power cut left of a line, and leaves a damaged file behind
   * for a new one that has what could still be read.
   *
   * @param boot the kernel's id of this boot
   */
  public static Journal open(Path directory, Clock clock, String boot) throws JournalException {
    return open(directory, clock, boot, MAX_FILE);
  }

  static Journal open(Path path, Clock clock, String boot, int maxFile) throws JournalException {
    JournalDirectory directory = new JournalDirectory(path);
    JournalHistory history = JournalHistory.read(directory);
    Path file = history.lastFile().orElse(directory.after(Optional.empty()));
    try {
      Files.createDirectories(path);
      FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE,
          StandardOpenOption.CREATE);
      Journal journal = new Journal(directory, clock, boot, maxFile, history, channel, file,
          history.last());
      journal.heal();
      return journal;
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  @Override
  public Entry append(Event event) throws JournalException {
    Entry entry = entry(event);
    byte[] json = EntryJson.encode(entry);
    try {
      if (size + Chain.line(lastLink, json).length > maxFile) {
        rotate();
        entry = entry(event);
        json = EntryJson.encode(entry);
      }
      String link = Chain.link(lastLink, json);
      write(Chain.line(link, json));
      lastLink = link;
    } catch (IOException e) {
      throw unwritable(file, e);
    }
    history = history.with(entry);
    return entry;
  }

  private Entry entry(Event event) {
    return new Entry(history.nextNumber(), clock.instant().truncatedTo(ChronoUnit.SECONDS), boot,
        event);
  }

  @Override
  public Ledger ledger() {
    return history.ledger();
  }

  /** What is known of the past, entry by entry. */
  public JournalHistory history() {
    return history;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void heal() throws IOException {
    JournalFile last = history.last();
    if (last.damaged() > 0) {
      String damaged = file.getFileName().toString();
      rotate();
      append(new Event.JournalDamaged(damaged, last.damaged()));
    } else if (last.torn() > 0) {
      channel.truncate(size);
      channel.force(true);
    }
  }

  /** Writes behind the last whole line and syncs. A cut leaves part of it, which the next open drops. */
  private void write(byte[] line) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(line);
    for (long position = size; rest.hasRemaining();) {
      position += channel.write(rest, position);
    }
    channel.force(true);
    size += line.length;
  }

  /** Goes on in a new file that begins with what still matters. A cut leaves the old file alone, or both. */
  private void rotate() throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    String link = Chain.START;
    Entry continued = entry(new Event.Continued(file.getFileName().toString(), lastLink));
    List<Entry> begin = new ArrayList<>(Essence.of(history.entries()));
    begin.add(continued);
    for (Entry entry : begin) {
      byte[] json = EntryJson.encode(entry);
      link = Chain.link(link, json);
      content.writeBytes(Chain.line(link, json));
    }
    Path next = directory.after(Optional.of(file));
    DurableFile.write(next, content.toByteArray());
    FileChannel old = channel;
    channel = FileChannel.open(next, StandardOpenOption.WRITE);
    file = next;
    size = content.size();
    lastLink = link;
    history = history.with(continued);
    old.close();
    directory.removeOld();
  }

  private static JournalException unwritable(Path file, IOException e) {
    return e instanceof JournalException known
        ? known
        : new JournalException(
            file + ": the journal cannot be written: " + DurableFile.reason(e),
            "check that its file system is mounted for writing and not full", e);
  }
}
