package dev.bascule.bootctl.detect;

/**
 * One thing that speaks for a boot loader.
 *
 * @param loader its name in the configuration
 * @param what what was seen, and where
 */
public record Sign(String loader, Strength strength, String what) {

  /** What a sign is worth. */
  public enum Strength {
    /** The loader, or what it left, says that it booted this system. */
    BOOTED,
    /** Its storage is there, which an unused one may be too. */
    PRESENT
  }

  @Override
  public String toString() {
    return loader + ": " + what;
  }
}
