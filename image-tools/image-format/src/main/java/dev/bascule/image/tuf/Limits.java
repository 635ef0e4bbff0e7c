package dev.bascule.image.tuf;

/**
 * What one update cycle may cost, whatever the repository sends.
 *
 * @param root the greatest root metadata in bytes
 * @param timestamp the greatest timestamp metadata in bytes
 * @param snapshot the greatest snapshot metadata in bytes, where no length is signed
 * @param targets the greatest metadata of a targets role in bytes, and the greatest length of metadata that
 *     is read at all, signed or not
 * @param roots how many new roots are taken in one cycle
 * @param roles how many delegated roles are asked in one search
 * @param target the greatest target that is read into memory, in bytes
 */
public record Limits(
    int root,
    int timestamp,
    int snapshot,
    int targets,
    int roots,
    int roles,
    int target) {

  /** 512 KiB, 64 KiB, 2 MiB, 8 MiB; 256 roots, 32 roles; targets of 16 MiB. */
  public static final Limits STANDARD =
      new Limits(512 << 10, 64 << 10, 2 << 20, 8 << 20, 256, 32, 16 << 20);
}
