package dev.bascule.bootctl.sys;

/** How a file or device is opened, beyond reading or writing. */
public enum OpenMode {
  /** Past the page cache where the file system allows it; see {@link BlockFile#direct()}. */
  DIRECT,
  /**
   * Refused while a block device is mounted or otherwise claimed (O_EXCL); of no effect on a file.
   */
  EXCLUSIVE
}
