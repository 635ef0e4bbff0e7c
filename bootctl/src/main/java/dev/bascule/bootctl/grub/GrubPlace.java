package dev.bascule.bootctl.grub;

import java.io.IOException;
import java.util.Optional;

/** Where one environment block lies. */
interface GrubPlace {

  /** What people call it. */
  String name();

  /** The block's bytes, at most {@link GrubBlock#MAX_SIZE}; empty if there is no such file. */
  Optional<byte[]> read() throws IOException;

  /** Replaces the block; durable when it returns. Power cut: as each implementation says. */
  void write(byte[] block) throws IOException;

  /** What makes this place unsafe if there is no second copy; empty if nothing does. */
  Optional<String> weakness() throws IOException;
}
