package dev.bascule.publisher.key;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Passphrases from a stream, one per line. One line opens every key; of several, the first opens the first key that is
 * asked for, and so on.
 */
public final class PassphraseLines implements PassphraseSource {

  private static final int MAX_LINES = 64;

  private final String name;
  private final List<Passphrase> lines;
  private int next;

  private PassphraseLines(String name, List<Passphrase> lines) {
    this.name = name;
    this.lines = lines;
  }

  /** Reads a file that nobody but its owner may read. */
  public static PassphraseLines ofFile(Path file) throws IOException {
    OwnerOnly.require(file);
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in);
    }
  }

  /** Reads a file descriptor that the caller of this process opened. */
  public static PassphraseLines ofDescriptor(int descriptor) throws IOException {
    try (InputStream in = Files.newInputStream(Path.of("/dev/fd/" + descriptor))) {
      return read("file descriptor " + descriptor, in);
    }
  }

  /** Reads a stream to its end. */
  static PassphraseLines read(String name, InputStream in) throws IOException {
    byte[] content = in.readNBytes(MAX_LINES * (Passphrase.MAX_LENGTH + 1));
    try {
      if (in.read() >= 0) {
        throw new KeyException(name, "expected at most " + content.length + " bytes, found more");
      }
      return new PassphraseLines(name, split(name, content));
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private static List<Passphrase> split(String name, byte[] content) throws KeyException {
    List<Passphrase> lines = new ArrayList<>();
    for (int from = 0; from < content.length;) {
      int to = from;
      while (to < content.length && content[to] != '\n') {
        to++;
      }
      int end = to > from && content[to - 1] == '\r' ? to - 1 : to;
      if (end - from > Passphrase.MAX_LENGTH) {
        throw new KeyException(name, "line " + (lines.size() + 1) + ": expected at most "
            + Passphrase.MAX_LENGTH + " bytes, found " + (end - from));
      }
      byte[] line = Arrays.copyOfRange(content, from, end);
      lines.add(Passphrase.of(line));
      Arrays.fill(line, (byte) 0);
      from = to + 1;
    }
    if (lines.isEmpty() || lines.getFirst().bytes().length == 0) {
      throw new KeyException(name, "expected a passphrase in the first line, found nothing");
    }
    return lines;
  }

  @Override
  public Passphrase toOpen(String keyFile) throws KeyException {
    if (lines.size() > 1 && next == lines.size()) {
      throw new KeyException(name, "has " + lines.size() + " passphrases, none is left for "
          + keyFile + "; give one line for all keys, or one line for each");
    }
    Passphrase line = lines.size() == 1 ? lines.getFirst() : lines.get(next++);
    return Passphrase.of(line.bytes());
  }

  @Override
  public Passphrase toProtect(String keyFile) throws KeyException {
    return toOpen(keyFile);
  }

  @Override
  public void close() {
    lines.forEach(Passphrase::close);
  }
}
