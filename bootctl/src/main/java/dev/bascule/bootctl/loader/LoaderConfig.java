package dev.bascule.bootctl.loader;

import java.nio.file.Path;

/** A device's boot loader and where it keeps its choice, as the configuration says it. */
public sealed interface LoaderConfig {

  /** The loader's name in the configuration. */
  String name();

  /**
   * Attribute bits in the GUID partition table.
   *
   * @param disk the whole disk: its device or an image file
   * @param partitionA the partition whose attributes stand for slot A, as in fstab: PARTLABEL=ROOT-A
   * @param partitionB the same for slot B
   */
  record Gpt(Path disk, String partitionA, String partitionB) implements LoaderConfig {
    @Override
    public String name() {
      return "gpt";
    }
  }
}
