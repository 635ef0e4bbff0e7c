package dev.bascule.lab.cut;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A history in a file, so that a seed chooses the same states of it another day. For the laboratory's own use. */
public final class HistoryFile {

  private static final int MAGIC = 0x62637532;
  /** More is no recording of ours: disks and files here are some MiB. */
  private static final int MOST_BYTES = 1 << 28;

  private HistoryFile() {}

  /** Writes one. */
  public static void write(History history, Path file) throws IOException {
    try (var out = new DataOutputStream(
        new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(file))))) {
      out.writeInt(MAGIC);
      write(out, history.before().disk());
      out.writeInt(history.before().files().size());
      for (var entry : history.before().files().entrySet()) {
        out.writeUTF(entry.getKey());
        write(out, entry.getValue());
      }
      out.writeInt(history.acts().size());
      for (Act act : history.acts()) {
        write(out, act);
      }
    }
  }

  /**
   * Reads one.
   *
   * @throws IOException if it is none, or is cut short
   */
  public static History read(Path file) throws IOException {
    try (var in = new DataInputStream(
        new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file))))) {
      if (in.readInt() != MAGIC) {
        throw new IOException(file + ": expected a recording of the laboratory");
      }
      byte[] disk = readBytes(in);
      SortedMap<String, byte[]> files = new TreeMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        files.put(in.readUTF(), readBytes(in));
      }
      List<Act> acts = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        acts.add(readAct(in));
      }
      return new History(new Snapshot(disk, files), acts);
    }
  }

  private static void write(DataOutputStream out, Act act) throws IOException {
    switch (act) {
      case Act.Write(int file, int opening, long position, var bytes) -> {
        out.writeByte('w');
        out.writeInt(file);
        out.writeInt(opening);
        out.writeLong(position);
        write(out, bytes);
      }
      case Act.Resize(int file, long size) -> {
        out.writeByte('r');
        out.writeInt(file);
        out.writeLong(size);
      }
      case Act.Name(String path, int file) -> {
        out.writeByte('n');
        out.writeUTF(path);
        out.writeInt(file);
      }
      case Act.Unname(String path) -> {
        out.writeByte('u');
        out.writeUTF(path);
      }
      case Act.Move(String from, String to) -> {
        out.writeByte('m');
        out.writeUTF(from);
        out.writeUTF(to);
      }
      case Act.Variable(String path, int file, var value) -> {
        out.writeByte('v');
        out.writeUTF(path);
        out.writeInt(file);
        write(out, value);
      }
      case Act.Sync(int file) -> {
        out.writeByte('s');
        out.writeInt(file);
      }
      case Act.SyncOpening(int opening) -> {
        out.writeByte('o');
        out.writeInt(opening);
      }
      case Act.SyncNames(String below) -> {
        out.writeByte('d');
        out.writeUTF(below);
      }
      case Act.Mark(String text) -> {
        out.writeByte('k');
        out.writeUTF(text);
      }
    }
  }

  private static Act readAct(DataInputStream in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case 'w' -> new Act.Write(in.readInt(), in.readInt(), in.readLong(),
          ByteBuffer.wrap(readBytes(in)));
      case 'r' -> new Act.Resize(in.readInt(), in.readLong());
      case 'n' -> new Act.Name(in.readUTF(), in.readInt());
      case 'u' -> new Act.Unname(in.readUTF());
      case 'm' -> new Act.Move(in.readUTF(), in.readUTF());
      case 'v' -> new Act.Variable(in.readUTF(), in.readInt(), ByteBuffer.wrap(readBytes(in)));
      case 's' -> new Act.Sync(in.readInt());
      case 'o' -> new Act.SyncOpening(in.readInt());
      case 'd' -> new Act.SyncNames(in.readUTF());
      case 'k' -> new Act.Mark(in.readUTF());
      default -> throw new IOException("expected an act, found the byte " + kind);
    };
  }

  private static void write(DataOutputStream out, ByteBuffer bytes) throws IOException {
    byte[] content = new byte[bytes.remaining()];
    bytes.duplicate().get(content);
    write(out, content);
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MOST_BYTES) {
      throw new IOException("expected at most " + MOST_BYTES + " bytes, found " + length);
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("expected " + length + " bytes, found the end after " + bytes.length);
    }
    return bytes;
  }
}
