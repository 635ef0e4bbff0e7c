package dev.bascule.updater.evidence;

import dev.bascule.image.json.JsonException;
import dev.bascule.updater.file.DurableFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The evidence of the last failures, one file each: {@code <boot>.<event>.json}, for the journal's entry of that event in that boot.
 *
 * <p>Power cut: a file is there whole or not at all. Only the latest are kept.
 */
public final class EvidenceStore {

  /** As many failures are kept. */
  static final int KEPT = 4;
  private static final int MAX_READ = 8 << 20;
  private static final Pattern NAME = Pattern.compile("[0-9a-f-]{36}\\.[a-z_]{1,32}\\.json");

  private final Path directory;

  /** A store in a directory, which is made when something is first kept. */
  public EvidenceStore(Path directory) {
    this.directory = directory;
  }

  /** Whether there is evidence of an event. */
  public boolean has(String boot, String event) {
    return Files.exists(file(boot, event));
  }

  /** Keeps the evidence of an event, and removes the oldest where there is too much. */
  public void write(String boot, String event, Evidence evidence) throws IOException {
    DurableFile.write(file(boot, event), evidence.encode());
    List<Path> files = files();
    for (Path old : files.subList(0, Math.max(0, files.size() - KEPT))) {
      DurableFile.delete(old);
    }
  }

  /** The evidence of an event; empty where there is none, or none that can be read. */
  public Optional<Evidence> read(String boot, String event) throws IOException {
    try (var stream = Files.newInputStream(file(boot, event))) {
      return Optional.of(Evidence.decode(stream.readNBytes(MAX_READ)));
    } catch (NoSuchFileException | JsonException e) {
      return Optional.empty();
    }
  }

  private Path file(String boot, String event) {
    String name = boot + "." + event + ".json";
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("no boot's id and event: " + name);
    }
    return directory.resolve(name);
  }

  /** Oldest first. */
  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory,
        entry -> NAME.matcher(entry.getFileName().toString()).matches())) {
      entries.forEach(files::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
    files.sort(Comparator.comparing(EvidenceStore::time).thenComparing(Path::toString));
    return files;
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
