package dev.bascule.bootctl.grub;

import java.io.IOException;
import java.util.Optional;

/** One copy of an environment block as it was read. */
sealed interface GrubCopy {

  /** It is a block, and the script would take it. */
  record Valid(GrubBlock block) implements GrubCopy {}

  /** It is not, and why. */
  record Broken(String reason) implements GrubCopy {}

  /**
   * Reads a copy.
   *
   * @param marker what must be in it for the script to take it, {@code ENV_VALID=1}; empty if nothing must
   */
  static GrubCopy read(GrubPlace place, Optional<String> marker) throws IOException {
    var bytes = place.read();
    if (bytes.isEmpty()) {
      return new Broken(place.name() + " does not exist");
    }
    try {
      var block = GrubBlock.decode(bytes.get());
      if (marker.isPresent() && !"1".equals(block.variables().get(marker.get()))) {
        return new Broken(place.name() + ": expected " + marker.get() + "=1, found "
            + block.variables().getOrDefault(marker.get(), "no such variable"));
      }
      return new Valid(block);
    } catch (MalformedBlockException e) {
      return new Broken(place.name() + ": " + e.getMessage());
    }
  }
}
