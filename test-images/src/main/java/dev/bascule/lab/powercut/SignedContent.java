package dev.bascule.lab.powercut;

import dev.bascule.image.Sha256;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.Verity;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.image.verity.VerityParameters;
import dev.bascule.image.verity.VerityTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a slot holds if it holds an image, byte by byte: its volume and the hash tree behind it.
 *
 * @param release the image's release counter
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record SignedContent(long release, byte[] bytes) {

  private static final String ROLE = "root";

  /** The content of an image of one volume, which must be what the manifest says. */
  static SignedContent of(ImageManifest image, Path volumeFile) throws IOException {
    VolumeImage volume = image.volume(ROLE)
        .orElseThrow(() -> new IOException("an image without a volume " + ROLE));
    byte[] data = Files.readAllBytes(volumeFile);
    if (!Sha256.digest(data).equals(volume.sha256())) {
      throw new IOException(volumeFile + ": is not the volume that the manifest signs");
    }
    Verity verity = volume.verity();
    if (verity == null) {
      return new SignedContent(image.release(), data);
    }
    byte[] all = Arrays.copyOf(data, (int) volume.deviceSize());
    VerityTree tree = new VerityTree(verity.parameters(), (offset, block) -> System
        .arraycopy(block, 0, all, data.length + (int) offset, block.length));
    byte[] leaves = new byte[data.length / VerityParameters.BLOCK_SIZE * Sha256.LENGTH];
    VerityTree.leafDigests(Sha256.newDigest(), verity.parameters().saltBytes(), data, data.length,
        leaves);
    tree.add(leaves, leaves.length / Sha256.LENGTH);
    if (!tree.finish().equals(verity.rootHash())) {
      throw new IOException(volumeFile + ": its hash tree is not the one that the manifest signs");
    }
    return new SignedContent(image.release(), all);
  }
}
