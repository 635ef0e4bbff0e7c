package dev.bascule.lab.load;

/**
 * Bytes that passed between devices and their origin, of TLS and HTTP, without those of TCP and IP.
 *
 * @param connections how many were opened
 * @param up from the devices
 * @param down to them
 */
record Traffic(long connections, long up, long down) {

  /** What has passed since an earlier reading. */
  Traffic since(Traffic earlier) {
    return new Traffic(connections - earlier.connections, up - earlier.up, down - earlier.down);
  }
}
