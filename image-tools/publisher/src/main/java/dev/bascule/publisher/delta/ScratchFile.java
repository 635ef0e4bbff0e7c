package dev.bascule.publisher.delta;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files without a name: nothing of them stays, however this program ends. */
final class ScratchFile {

  private ScratchFile() {}

  /** Opens an empty one, in the file system of a directory. */
  static FileChannel open(Path directory, String name) throws IOException {
    Path named = Files.createTempFile(directory, name + "-", ".raw");
    FileChannel file = FileChannel.open(
        named, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      Files.delete(named);
      return file;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }
}
