package dev.bascule.updater.device;

import dev.bascule.bootctl.Slot;
import dev.bascule.image.Version;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.updater.journal.ImageRef;
import dev.bascule.updater.slot.OsRelease;
import dev.bascule.updater.slot.SlotRecords;
import dev.bascule.updater.update.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What runs, as far as boot loader, journal and records know.
 *
 * @param slot the booted one, or null if nothing says which
 * @param image what the journal or a record says that it holds
 * @param manifest as it was signed, where there is a record of it
 */
record RunningImage(@Nullable Slot slot, @Nullable ImageRef image,
    @Nullable ImageManifest manifest) {

  /** Looks. */
  static RunningImage of(Session session, SlotRecords records) throws IOException {
    Slot booted = session.observe().boot().booted();
    if (booted == null) {
      return new RunningImage(null, null, null);
    }
    return new RunningImage(booted, records.content(booted, session.ledger()).orElse(null),
        records.read(booted, session.ledger())
            .map(SlotRecords.SlotRecord::manifest)
            .orElse(null));
  }

  /** Its version: as recorded, or else as the system says of itself; null if neither does. */
  @Nullable
  Version version(Path root) {
    return Optional.ofNullable(image)
        .map(ImageRef::version)
        .or(() -> OsRelease.imageVersion(root))
        .orElse(null);
  }

  /** When it was built, or long ago where that is not known. */
  Instant builtAt() {
    return manifest == null ? Instant.EPOCH : manifest.built();
  }

  /** Its dm-verity root hash, as it was signed. */
  Optional<String> signedRoot() {
    return Optional.ofNullable(manifest)
        .flatMap(known -> known.volumes()
            .stream()
            .filter(volume -> volume.role().equals("root") || known.volumes().size() == 1)
            .findFirst())
        .flatMap(volume -> Optional.ofNullable(volume.verity()))
        .map(verity -> verity.rootHash().toString());
  }

  /** What checks and programs may want to know, as variables of their environment. */
  Map<String, String> facts() {
    Map<String, String> facts = new HashMap<>();
    if (slot != null) {
      facts.put("BASCULE_SLOT", slot.name());
    }
    if (image != null) {
      facts.put("BASCULE_VERSION", image.version().toString());
    }
    return facts;
  }
}
