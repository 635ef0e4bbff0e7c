package dev.bascule.bootctl.efi;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.sys.ImmutableFlag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The firmware's variables, as efivarfs shows them: a file for each, with four bytes of attributes before
 * its data.
 *
 * <p>Power cut: each variable is handed to the firmware by one write(2), and the firmware keeps the old
 * value or the new one (UEFI 2.10, 8.2 asks that of it). When the call returns it is durable.
 */
public final class EfiVariables {
  /** Non-volatile, seen by boot services and at run time. */
  private static final int USUAL_ATTRIBUTES = 7;
  private static final int MAX_SIZE = 64 * 1024;
  private static final int MAX_VARIABLES = 16 * 1024;

  private final Path directory;

  /**
   * Nothing is opened before it is used.
   *
   * @param directory where efivarfs is mounted, or a directory with the same files
   */
  public EfiVariables(Path directory) {
    this.directory = directory;
  }

  /** The running firmware's. */
  public static EfiVariables of(Host host) {
    return new EfiVariables(host.sys().resolve("firmware").resolve("efi").resolve("efivars"));
  }

  /** Where they are. */
  public Path directory() {
    return directory;
  }

  /** Whether this machine has any: it was started by UEFI firmware, and efivarfs is mounted. */
  public boolean present() {
    try (var files = Files.list(directory)) {
      return files.findAny().isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  /** A variable's data, or empty if there is no such variable. */
  public Optional<byte[]> read(EfiName name) throws IOException {
    return readFile(name).map(bytes -> Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length));
  }

  private Optional<byte[]> readFile(EfiName name) throws IOException {
    var file = file(name);
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = readAll(in);
      if (bytes.length < Integer.BYTES || bytes.length > MAX_SIZE) {
        throw new BootException(
            file + ": expected 4 to " + MAX_SIZE + " bytes, found " + bytes.length,
            "delete the variable with efibootmgr or the firmware's setup, and make it anew");
      }
      return Optional.of(bytes);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Reads one byte more than is allowed at most. A stream's own way asks where it is, which efivarfs cannot tell. */
  private static byte[] readAll(InputStream in) throws IOException {
    byte[] buffer = new byte[MAX_SIZE + 1];
    int length = 0;
    int count = in.read(buffer);
    while (count > 0) {
      length += count;
      count = in.read(buffer, length, buffer.length - length);
    }
    return Arrays.copyOf(buffer, length);
  }

  /** The names of one vendor's variables that begin so. */
  public List<EfiName> names(String prefix) throws IOException {
    String end = "-" + EfiName.GLOBAL;
    try (var files = Files.list(directory)) {
      return files.limit(MAX_VARIABLES)
          .map(file -> String.valueOf(file.getFileName()))
          .filter(file -> file.startsWith(prefix) && file.endsWith(end))
          .map(file -> EfiName.global(file.substring(0, file.length() - end.length())))
          .sorted((one, two) -> one.name().compareTo(two.name()))
          .toList();
    } catch (NoSuchFileException e) {
      throw new BootException(
          directory
              + ": no EFI variables: the machine was not started by UEFI firmware, or efivarfs "
              + "is not mounted",
          "mount -t efivarfs efivarfs " + directory + ", or configure another boot loader");
    }
  }

  /** Power cut: the variable has its old value or this one. */
  public void write(EfiName name, byte[] data) throws IOException {
    var file = file(name);
    int attributes = readFile(name)
        .map(bytes -> ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt())
        .orElse(USUAL_ATTRIBUTES);
    var bytes = ByteBuffer.allocate(Integer.BYTES + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(attributes)
        .put(data)
        .flip();
    boolean locked = Files.exists(file) && ImmutableFlag.set(file, false);
    try (var channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      int length = bytes.remaining();
      int written = channel.write(bytes);
      if (written != length) {
        throw new IOException(file + ": expected one write of " + length + " bytes, " + written
            + " were taken");
      }
      if (channel.size() > length) {
        // efivarfs replaces a variable whole; a directory of plain files has to be told.
        channel.truncate(length);
      }
    } finally {
      if (locked) {
        ImmutableFlag.set(file, true);
      }
    }
  }

  /** Power cut: the variable is there or not. */
  public void delete(EfiName name) throws IOException {
    var file = file(name);
    if (Files.exists(file)) {
      ImmutableFlag.set(file, false);
      Files.delete(file);
    }
  }

  private Path file(EfiName name) {
    return directory.resolve(name.fileName());
  }
}
