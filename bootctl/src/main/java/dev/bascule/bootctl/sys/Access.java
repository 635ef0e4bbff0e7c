package dev.bascule.bootctl.sys;

/** What a file or device is opened for. */
public enum Access {
  READ, WRITE
}
