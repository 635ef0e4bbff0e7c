package dev.bascule.image.tuf;

import dev.bascule.image.Sha256;
import dev.bascule.image.origin.Body;
import dev.bascule.image.origin.Origin;
import dev.bascule.image.origin.Tagged;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A server that serves what a test put there, and writes down what it is asked for. */
final class ForgedOrigin implements Origin {

  final List<String> requests = new ArrayList<>();
  private final Map<String, byte[]> files = new HashMap<>();
  private final Set<String> endless = new HashSet<>();
  private final Set<String> broken = new HashSet<>();
  private boolean tags;

  void put(String path, byte[] content) {
    files.put(path, content.clone());
  }

  byte[] get(String path) {
    return Optional.ofNullable(files.get(path))
        .orElseThrow(() -> new AssertionError("no " + path + " in " + files.keySet()))
        .clone();
  }

  void remove(String path) {
    files.remove(path);
  }

  /** From now on the file goes on and on with spaces after its content. */
  void neverEnd(String path) {
    endless.add(path);
  }

  /** From now on asking for the file fails as a server's error 503 does. */
  void fail(String path) {
    broken.add(path);
  }

  /** Everything that is served. */
  Map<String, byte[]> files() {
    return Map.copyOf(files);
  }

  /** Serves what was served before, and nothing else, to its end. */
  void restore(Map<String, byte[]> before) {
    files.clear();
    files.putAll(before);
    mend();
  }

  /** From now on each content of a file has a tag, as web servers have it. */
  void giveTags() {
    tags = true;
  }

  boolean givesTags() {
    return tags;
  }

  void mend() {
    endless.clear();
    broken.clear();
  }

  @Override
  public String name() {
    return "forge";
  }

  @Override
  public Optional<Body> open(String path, long offset) throws IOException {
    requests.add(path);
    if (broken.contains(path)) {
      throw new IOException("HTTP 503");
    }
    byte[] content = files.get(path);
    if (content == null) {
      return Optional.empty();
    }
    return Optional.of(new Body(new Served(content, endless.contains(path)), 0));
  }

  /** What is still what it was is written down as {@code unchanged PATH}. */
  @Override
  public Optional<Tagged> openUnless(String path, String tag) throws IOException {
    byte[] content = files.get(path);
    if (!tags || content == null || broken.contains(path)) {
      return Origin.super.openUnless(path, tag);
    }
    String current = name() + " " + Sha256.digest(content);
    if (current.equals(tag)) {
      requests.add("unchanged " + path);
      return Optional.of(new Tagged(null, tag));
    }
    return open(path, 0).map(body -> new Tagged(body, current));
  }

  /** Dribbles, as networks do: at most 1000 bytes at a time. */
  private static final class Served extends InputStream {

    private static final long PATIENCE = 64L << 20;

    private final ByteArrayInputStream content;
    private final boolean endless;
    private long read;

    Served(byte[] content, boolean endless) {
      this.content = new ByteArrayInputStream(content);
      this.endless = endless;
    }

    @Override
    public int read() {
      int next = content.read();
      return next < 0 && endless ? ' ' : next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int count = 0;
      for (int next; count < Math.min(length, 1_000) && (next = read()) >= 0; count++) {
        buffer[offset + count] = (byte) next;
      }
      read += count;
      if (read > PATIENCE) {
        throw new AssertionError("a client that reads " + read + " bytes has no limit");
      }
      return count == 0 && length > 0 ? -1 : count;
    }
  }
}
