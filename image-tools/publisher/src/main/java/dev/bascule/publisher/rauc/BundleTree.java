package dev.bascule.publisher.rauc;

import dev.bascule.image.Sha256;
import dev.bascule.image.verity.VerityLayout;
import dev.bascule.image.verity.VerityParameters;
import dev.bascule.image.verity.VerityTree;
import dev.bascule.publisher.foreign.ForeignException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.UUID;

/**
 * The hash tree of a bundle in verity format: dm-verity's, directly behind the squashfs and without a superblock. All of it is
 * compared, though the root hash alone would do: a bundle is whole or it is not.
 *
 * @param root what the manifest says, as the salt
 * @param size the tree's, in bytes
 */
record BundleTree(Sha256 root, String salt, long size) {

  private static final int BLOCK = VerityParameters.BLOCK_SIZE;
  private static final int MAX_DIGITS = 512;

  /** What a manifest says. */
  static BundleTree of(String source, KeyFile manifest) throws ForeignException {
    String salt = manifest.value("bundle", "verity-salt").orElse("");
    if (!salt.matches("([0-9a-f]{2})+") || salt.length() > MAX_DIGITS) {
      throw new ForeignException(
          source + ": [bundle] verity-salt: expected lower-case hex digits, found " + salt);
    }
    long size = RaucManifest.number(source, manifest, "bundle", "verity-size", Long.MAX_VALUE);
    try {
      return new BundleTree(Sha256.parse(manifest.value("bundle", "verity-hash").orElse("")), salt,
          size);
    } catch (IllegalArgumentException e) {
      throw new ForeignException(source + ": [bundle] verity-hash: " + e.getMessage(), e);
    }
  }

  /**
   * Where the tree begins, and the squashfs ends.
   *
   * @param payload bytes before the signature
   * @throws ForeignException if that cannot be
   */
  long start(String source, long payload) throws ForeignException {
    long start = payload - size;
    if (start <= BLOCK || start % BLOCK != 0
        || size != VerityLayout.of(start / BLOCK).areaLength() - BLOCK) {
      throw new ForeignException(source + ": [bundle] verity-size: a hash tree of " + size
          + " bytes does not fit a bundle with " + payload + " bytes before its signature");
    }
    return start;
  }

  /** Takes the squashfs, in pieces of whole blocks, and compares with the tree in the bundle. */
  final class Check {

    private final String source;
    private final VerityTree tree;
    private final byte[] saltBytes;

    /** A check against a tree that begins at an offset in a bundle. */
    Check(String source, FileChannel bundle, long start) throws IOException {
      this.source = source;
      VerityParameters parameters = new VerityParameters(salt, new UUID(0, 0), start / BLOCK);
      this.saltBytes = parameters.saltBytes();
      this.tree = new VerityTree(parameters, (offset, block) -> {
        if (offset > 0) { // the superblock is ours
          compare(bundle, start + offset - BLOCK, block);
        }
      });
    }

    void add(byte[] content, int length) throws IOException {
      byte[] digests = new byte[length / BLOCK * Sha256.LENGTH];
      VerityTree.leafDigests(Sha256.newDigest(), saltBytes, content, length, digests);
      tree.add(digests, length / BLOCK);
    }

    void finish() throws IOException {
      if (!tree.finish().equals(root)) {
        throw damaged("its root hash is not the signed one");
      }
    }

    private void compare(FileChannel bundle, long offset, byte[] expected) throws IOException {
      ByteBuffer found = ByteBuffer.allocate(BLOCK);
      while (found.hasRemaining() && bundle.read(found, offset + found.position()) >= 0) {
        // until the block is full or the file ends
      }
      if (!Arrays.equals(found.array(), expected)) {
        throw damaged("it differs from its hash tree at byte " + offset);
      }
    }

    private ForeignException damaged(String how) {
      return new ForeignException(source + ": the bundle's content is not what was signed: " + how);
    }
  }
}
