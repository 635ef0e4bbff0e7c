package dev.bascule.updater.device;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.sys.AlignedBuffer;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.image.Sha256;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.updater.install.InstallProgress;
import dev.bascule.updater.install.InstallProgress.Phase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;

/** Reads a slot whole and compares it with what was signed. Writes nothing. */
final class SlotProof {

  private static final int WINDOW = 1 << 20;

  private final ConfiguredVolumes volumes;
  private final InstallProgress progress;

  SlotProof(ConfiguredVolumes volumes, InstallProgress progress) {
    this.volumes = volumes;
    this.progress = progress;
  }

  /** What is not as it was signed; empty if all is. */
  Optional<String> wrong(Slot slot, ImageManifest manifest) throws IOException {
    for (VolumeImage image : manifest.volumes()) {
      try (Volume volume = volumes.open(slot, image.role(), Access.READ)) {
        Sha256 found = digest(volume, image);
        if (!found.equals(image.sha256())) {
          return Optional.of(volume.name() + ": expected the SHA-256 " + image.sha256().brief()
              + " that is signed, found " + found.brief());
        }
      }
    }
    return Optional.empty();
  }

  private Sha256 digest(Volume volume, VolumeImage image) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    ByteBuffer window = AlignedBuffer.allocate(WINDOW);
    for (long position = 0; position < image.size(); position += WINDOW) {
      window.clear().limit((int) Math.min(WINDOW, image.size() - position));
      volume.read(position, window);
      digest.update(window.flip());
      progress.advance(image.role(), Phase.READ_BACK, position + window.limit(), image.size());
    }
    return Sha256.of(digest.digest());
  }
}
