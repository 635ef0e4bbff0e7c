package dev.bascule.image.verity;

import dev.bascule.image.Sha256;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Builds a hash tree from the digests of the data blocks, in one pass and with one block of memory per level. Every
 * block of the area goes to a {@link Sink} as soon as it is full; {@link #finish()} gives the root hash.
 *
 * <p>A device builds a tree twice: while it reads back the data, writing the blocks, and then from the level-0
 * blocks that it reads back, comparing all others. Both roots must be the signed one.
 */
public final class VerityTree {

  /** Takes the blocks of a hash area. */
  public interface Sink {

    /**
     * Takes one block.
     *
     * @param offset in bytes from the start of the area, a multiple of the block size
     * @param block one block; its content is the sink's only until it returns
     */
    void accept(long offset, byte[] block) throws IOException;

    /** Takes nothing: for a caller that wants the root hash alone. */
    static Sink none() {
      return (offset, block) -> {};
    }
  }

  private final VerityParameters parameters;
  private final VerityLayout layout;
  private final Sink sink;
  private final MessageDigest digest = Sha256.newDigest();
  private final byte[] salt;
  private final byte[][] open;
  private final int[] filled;
  private final long[] emitted;
  private byte[] root = {};
  private long added;

  /** A tree for some parameters; the superblock goes to the sink at once. */
  public VerityTree(VerityParameters parameters, Sink sink) throws IOException {
    this.parameters = parameters;
    this.layout = VerityLayout.of(parameters.dataBlocks());
    this.sink = sink;
    this.salt = parameters.saltBytes();
    this.open = new byte[layout.levels()][VerityParameters.BLOCK_SIZE];
    this.filled = new int[layout.levels()];
    this.emitted = new long[layout.levels()];
    sink.accept(0, VeritySuperblock.encode(parameters));
  }

  /**
   * The digests of whole data blocks, as level 0 holds them.
   *
   * @param digest a SHA-256 to work with, reset by each use
   * @param target receives 32 bytes for each block, from its first byte on
   */
  public static void leafDigests(
      MessageDigest digest, byte[] salt, byte[] data, int length, byte[] target) {
    for (int block = 0; block * VerityParameters.BLOCK_SIZE < length; block++) {
      digest.update(salt);
      digest.update(data, block * VerityParameters.BLOCK_SIZE, VerityParameters.BLOCK_SIZE);
      System.arraycopy(digest.digest(), 0, target, block * Sha256.LENGTH, Sha256.LENGTH);
    }
  }

  /** Adds the digests of the next data blocks, {@code count} of 32 bytes each. */
  public void add(byte[] digests, int count) throws IOException {
    added += count;
    if (added > parameters.dataBlocks()) {
      throw new IllegalStateException(
          "the tree covers " + parameters.dataBlocks() + " blocks, found " + added);
    }
    for (int i = 0; i < count; i++) {
      append(0, digests, i * Sha256.LENGTH);
    }
  }

  /** Fills up what is open and gives the root hash. Call it once, after the last block. */
  public Sha256 finish() throws IOException {
    if (added != parameters.dataBlocks()) {
      throw new IllegalStateException(
          "the tree covers " + parameters.dataBlocks() + " blocks, found " + added);
    }
    for (int level = 0; level < open.length; level++) {
      if (filled[level] > 0) {
        emit(level);
      }
    }
    return Sha256.of(root);
  }

  private void append(int level, byte[] digests, int from) throws IOException {
    if (level == open.length) {
      root = Arrays.copyOfRange(digests, from, from + Sha256.LENGTH);
      return;
    }
    System.arraycopy(digests, from, open[level], filled[level] * Sha256.LENGTH, Sha256.LENGTH);
    filled[level]++;
    if (filled[level] == VerityLayout.DIGESTS_PER_BLOCK) {
      emit(level);
    }
  }

  private void emit(int level) throws IOException {
    byte[] block = open[level];
    Arrays.fill(block, filled[level] * Sha256.LENGTH, block.length, (byte) 0);
    sink.accept(layout.offset(level, emitted[level]), block);
    emitted[level]++;
    filled[level] = 0;
    digest.update(salt);
    append(level + 1, digest.digest(block), 0);
  }
}
