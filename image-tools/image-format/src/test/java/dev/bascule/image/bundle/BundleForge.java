package dev.bascule.image.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes archives byte by byte, right ones and wrong ones. */
final class BundleForge {

  private static final int KIND_AT = 156;

  private final ByteArrayOutputStream archive = new ByteArrayOutputStream();

  /** A bundle as it should be: the index and the files, each content its own name. */
  static byte[] bundle(String... names) {
    BundleForge forge = new BundleForge().index(index(names));
    for (String name : names) {
      forge.file(name, name.getBytes(UTF_8));
    }
    return forge.end();
  }

  static BundleIndex index(String... names) {
    List<BundleFile> files = new ArrayList<>();
    for (String name : names) {
      files.add(new BundleFile(name, name.length()));
    }
    return new BundleIndex(files);
  }

  BundleForge index(BundleIndex index) {
    return file(BundleIndex.NAME, index.encode());
  }

  /** A file, with an extension where its name is too long for the header. */
  BundleForge file(String name, byte[] content) {
    if (name.length() > 100) {
      extension(record("path", name));
    }
    return header('0', name, content.length).content(content);
  }

  /** What says more about the next file. */
  BundleForge extension(String records) {
    return header('x', "PaxHeaders/file", records.length()).content(records.getBytes(ISO_8859_1));
  }

  /** One record of an extension, which begins with its own length. */
  static String record(String keyword, String value) {
    String rest = " " + keyword + "=" + value + "\n";
    int length = rest.length() + 1;
    while (Integer.toString(length).length() + rest.length() != length) {
      length++;
    }
    return length + rest;
  }

  BundleForge header(char kind, String name, long size) {
    return block(header(kind, name, String.format(Locale.ROOT, "%011o\0", size)));
  }

  /** A header whose sum is right. */
  static byte[] header(char kind, String name, String size) {
    byte[] block = new byte[TarHeader.BLOCK];
    byte[] short100 = name.substring(0, Math.min(100, name.length())).getBytes(UTF_8);
    System.arraycopy(short100, 0, block, 0, short100.length);
    put(block, 100, "0000644\0");
    put(block, 124, size);
    put(block, 257, "ustar\0" + "00");
    block[KIND_AT] = (byte) kind;
    return sum(block);
  }

  /** Makes the sum right. */
  static byte[] sum(byte[] block) {
    put(block, 148, "        ");
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
    return block;
  }

  BundleForge block(byte[] block) {
    archive.writeBytes(block);
    return this;
  }

  /** Content, filled up to a block's end. */
  BundleForge content(byte[] content) {
    archive.writeBytes(content);
    archive.writeBytes(new byte[(int) (TarHeader.padded(content.length) - content.length)]);
    return this;
  }

  byte[] end() {
    archive.writeBytes(new byte[2 * TarHeader.BLOCK]);
    return archive.toByteArray();
  }

  static BundleOrigin pipe(byte[] bundle) {
    return new BundleOrigin(new PipeSource("a pipe", new ByteArrayInputStream(bundle)));
  }

  /** A source that can be read from any byte on, and says how often it was opened. */
  static final class Memory implements BundleSource {
    private final byte[] bundle;
    int opened;

    Memory(byte[] bundle) {
      this.bundle = bundle.clone();
    }

    @Override
    public String name() {
      return "memory";
    }

    @Override
    public InputStream openAt(long position) {
      opened++;
      int from = (int) Math.min(position, bundle.length);
      return new ByteArrayInputStream(bundle, from, bundle.length - from);
    }

    @Override
    public boolean maySucceedLater() {
      return false;
    }
  }

  private static void put(byte[] block, int at, String text) {
    System.arraycopy(text.getBytes(ISO_8859_1), 0, block, at, text.length());
  }
}
