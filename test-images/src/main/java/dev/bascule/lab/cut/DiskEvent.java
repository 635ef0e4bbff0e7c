package dev.bascule.lab.cut;

import java.nio.ByteBuffer;

/** What a guest asked of its disk. */
public sealed interface DiskEvent {

  /** Bytes at a position; on the medium after the next flush, before it perhaps, in sectors of 512 bytes. */
  record Write(long position, ByteBuffer bytes) implements DiskEvent {

    public Write {
      bytes = bytes.asReadOnlyBuffer();
    }
  }

  /** All earlier writes are on the medium. */
  record Flush() implements DiskEvent {}

  /** The guest said what it does from here on. */
  record Mark(String text) implements DiskEvent {}
}
