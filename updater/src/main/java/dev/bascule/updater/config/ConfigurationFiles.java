package dev.bascule.updater.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The files that a device's configuration is in: {@code /etc/bascule/bascule.toml}, then what is in
 * {@code /etc/bascule/conf.d} and ends in {@code .toml}, by name; a later file's values replace an earlier one's.
 */
public final class ConfigurationFiles {

  static final String MAIN = "etc/bascule/bascule.toml";
  static final String DROP_INS = "etc/bascule/conf.d";
  private static final int MAX_FILES = 64;

  private ConfigurationFiles() {}

  /**
   * Reads the configuration of the device whose root directory is given.
   *
   * @param root {@code /}, or where a rescue system has mounted the device's files; every path of the device's own
   *     files in the configuration is below it, paths of devices and under {@code [host]} are not
   */
  public static Configuration read(Path root) throws ConfigurationException {
    Path main = root.resolve(MAIN);
    List<Path> files = new ArrayList<>(List.of(main));
    files.addAll(dropIns(root.resolve(DROP_INS)));
    return read(root, main, files);
  }

  /** Reads one file, and no other, as the whole configuration. */
  public static Configuration readOnly(Path root, Path file) throws ConfigurationException {
    return read(root, file, List.of(file));
  }

  private static Configuration read(Path root, Path main, List<Path> files)
      throws ConfigurationException {
    Layers layers = new Layers(main.toString());
    for (Path file : files) {
      layers.add(file.toString(), content(file));
    }
    return new ConfigurationReader(root).read(layers.section());
  }

  private static byte[] content(Path file) throws ConfigurationException {
    try (var stream = Files.newInputStream(file)) {
      return stream.readNBytes(Layers.MAX_FILE_LENGTH + 1);
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(file.toString(), "",
          "expected the configuration, found no file",
          "write it (docs/configuration.md has an example), or name another with --config", e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static List<Path> dropIns(Path directory) throws ConfigurationException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.toml")) {
      for (Path entry : entries) {
        files.add(entry);
        if (files.size() > MAX_FILES) {
          throw new ConfigurationException(directory.toString(), "",
              "expected at most " + MAX_FILES + " files, found more", "merge some of them");
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
    files.sort(Comparator.comparing(file -> file.getFileName().toString()));
    return files;
  }

  private static ConfigurationException unreadable(Path file, IOException e) {
    return e instanceof ConfigurationException known
        ? known
        : new ConfigurationException(file.toString(), "", "cannot be read: " + e,
            "check its permissions, and that you are root", e);
  }
}
