package dev.bascule.updater.slot;

import dev.bascule.bootctl.Slot;
import dev.bascule.image.Sha256;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.ManifestJson;
import dev.bascule.updater.file.DurableFile;
import dev.bascule.updater.journal.ImageRef;
import dev.bascule.updater.journal.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The signed manifest of what each slot holds, one file a slot: {@code slots/A.image.json}. It is there only while the
 * slot holds the whole image. The factory may put one there for the image that a device is made with.
 */
public final class SlotRecords {

  private final Path directory;

  /** Records in a directory, which is made when something is first written. */
  public SlotRecords(Path directory) {
    this.directory = directory;
  }

  /** A slot's image and the manifest that describes it. */
  public record SlotRecord(ImageRef ref, ImageManifest manifest) {}

  /**
   * What a slot holds. A record that contradicts the journal, or is no manifest, is as good as absent.
   *
   * @param ledger what the journal knows of the slots
   */
  public Optional<SlotRecord> read(Slot slot, Ledger ledger) throws IOException {
    byte[] document;
    try (var stream = Files.newInputStream(file(slot))) {
      document = stream.readNBytes(ImageManifest.MAX_LENGTH + 1);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    Sha256 digest = Sha256.digest(document);
    if (ledger.content(slot).map(known -> !known.digest().equals(digest)).orElse(false)) {
      return Optional.empty();
    }
    try {
      ImageManifest manifest = ManifestJson.decode(document);
      return Optional.of(new SlotRecord(
          new ImageRef(manifest.version(), digest, manifest.release(), manifest.floor()),
          manifest));
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  /** The image in a slot, as far as records and journal know. */
  public Optional<ImageRef> content(Slot slot, Ledger ledger) throws IOException {
    return read(slot, ledger).map(SlotRecord::ref).or(() -> ledger.content(slot));
  }

  /** The tile tables of all volumes that the slots hold. */
  public Set<Sha256> tables(Ledger ledger) throws IOException {
    Set<Sha256> tables = new HashSet<>();
    for (Slot slot : Slot.values()) {
      read(slot, ledger).ifPresent(record -> record.manifest()
          .volumes()
          .forEach(volume -> tables.add(volume.tiles().sha256())));
    }
    return tables;
  }

  /** Records what a slot holds. A cut leaves the record before or this one. */
  public void write(Slot slot, byte[] signedManifest) throws IOException {
    DurableFile.write(file(slot), signedManifest);
  }

  /** Forgets what a slot holds, before it is written. A cut leaves the record or not; the slot is still whole. */
  public void delete(Slot slot) throws IOException {
    DurableFile.delete(file(slot));
  }

  private Path file(Slot slot) {
    return directory.resolve(slot + ".image.json");
  }
}
