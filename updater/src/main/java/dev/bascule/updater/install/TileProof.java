package dev.bascule.updater.install;

import dev.bascule.bootctl.volume.Volume;
import dev.bascule.image.Sha256;
import dev.bascule.image.tile.TileTable;
import dev.bascule.image.work.OrderedWork;
import dev.bascule.updater.install.InstallException.Fault;

/** A volume without a hash tree is proved by the signed hash of each tile. */
record TileProof(TileTable table, Volume volume) implements Proof {

  @Override
  public OrderedWork.Piece<TileWorker, Finding> read(int tile) {
    return worker -> {
      byte[] digest = worker.readDigest(volume, tile);
      return () -> require(tile, digest);
    };
  }

  @Override
  public long finish() {
    return 0;
  }

  /** Refuses a tile that is not the signed one. */
  void require(int tile, byte[] digest) throws InstallException {
    if (!table.matches(tile, digest)) {
      throw notKept(volume, "tile " + tile + " at byte " + table.layout().offset(tile),
          table.digest(tile), Sha256.of(digest));
    }
  }

  static InstallException notKept(Volume volume, String what, Sha256 expected, Sha256 found) {
    return new InstallException(Fault.MEDIUM, volume.name() + ": " + what
        + " read back: expected SHA-256 " + expected + ", found " + found
        + "; the medium did not keep what was written to it. Install again; if it fails again, replace the medium",
        null);
  }
}
