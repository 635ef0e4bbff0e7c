package dev.bascule.image.manifest;

import dev.bascule.image.Sha256;
import dev.bascule.image.verity.VerityLayout;
import dev.bascule.image.verity.VerityParameters;

/** A volume's hash tree: what it is made with, and the root hash that it must have. */
public record Verity(VerityParameters parameters, Sha256 rootHash) {

  /** The bytes that the tree takes behind the data, superblock included. */
  public long areaLength() {
    return VerityLayout.of(parameters.dataBlocks()).areaLength();
  }
}
