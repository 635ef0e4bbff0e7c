package dev.bascule.updater.install;

import dev.bascule.bootctl.sys.AlignedBuffer;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.image.Sha256;
import dev.bascule.image.manifest.Verity;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.image.tile.TileLayout;
import dev.bascule.image.tile.TileTable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * Looks whether a volume still holds what was signed: each tile as the medium gives it back, then the hash tree. Writes
 * nothing. What the medium cannot read is damaged as well.
 */
public final class VolumeCheck {

  private static final byte[] UNREADABLE = {};

  private final VolumeImage image;
  private final Volume volume;
  private final MessageDigest digest = Sha256.newDigest();
  private final ByteBuffer medium;

  /** Is told about each tile. */
  public interface Listener {
    /** A tile's SHA-256, of no bytes where the medium cannot read it; the check ends with what this throws. */
    void found(int tile, int length, byte[] digest) throws IOException;
  }

  /** A check of a volume against the image that it should hold. */
  public VolumeCheck(VolumeImage image, Volume volume) {
    this.image = image;
    this.volume = volume;
    this.medium = AlignedBuffer.allocate(image.layout().tileSize());
  }

  /** Reads the tiles from one on. */
  public void readTiles(int from, Listener listener) throws IOException {
    TileLayout layout = image.layout();
    for (int tile = from; tile < layout.count(); tile++) {
      listener.found(tile, layout.length(tile),
          read(layout.offset(tile), layout.length(tile)));
    }
  }

  /** Reads all tiles, and makes their table: the signed one, if every tile is what was signed, without knowing it. */
  public TileTable readTable(Listener listener) throws IOException {
    byte[] digests = new byte[image.layout().count() * Sha256.LENGTH];
    readTiles(0, (tile, length, found) -> {
      System.arraycopy(found, 0, digests, tile * Sha256.LENGTH, found.length);
      listener.found(tile, length, found);
    });
    return TileTable.of(image.layout(), digests);
  }

  /** Whether a table is the one that was signed. */
  public boolean isSigned(TileTable table) {
    return Sha256.digest(table.encode()).equals(image.tiles().sha256());
  }

  /** Whether the hash tree, if the image has one, is the signed one. */
  public boolean treeHolds() throws IOException {
    Verity verity = image.verity();
    if (verity == null) {
      return true;
    }
    try {
      volume.dropCache(image.size(), verity.areaLength());
      TreeProof.require(verity, volume, image.size());
      return true;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      // Unreadable or wrong: it has to be written anew either way.
      return false;
    }
  }

  private byte[] read(long offset, int length) throws IOException {
    try {
      volume.dropCache(offset, length);
      volume.read(offset, medium.clear().limit(length));
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      // A sector that cannot be read is not what was signed; writing it anew has the medium replace it.
      return UNREADABLE;
    }
    digest.update(medium.flip());
    return digest.digest();
  }
}
