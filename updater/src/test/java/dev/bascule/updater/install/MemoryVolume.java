package dev.bascule.updater.install;

import dev.bascule.bootctl.volume.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/** A volume in memory that counts, and fails when it is told to. */
final class MemoryVolume implements Volume {

  final byte[] content;
  final AtomicLong bytesWritten = new AtomicLong();
  final AtomicLong bytesRead = new AtomicLong();
  volatile boolean deallocates;
  private final AtomicLong writesLeft = new AtomicLong(Long.MAX_VALUE);
  private volatile long flippedByte = -1;
  private volatile long unreadableByte = -1;
  private volatile int capacity = Integer.MAX_VALUE;

  MemoryVolume(byte[] content) {
    this.content = content;
  }

  /** Lets so many writes through; at the next one the power goes. */
  void cutAfter(long writes) {
    writesLeft.set(writes);
  }

  /** Loses one bit of a byte whenever it is written. */
  void flipBitAt(long position) {
    flippedByte = position;
  }

  /** Gives an error for every read of a byte. */
  void failReadsAt(long position) {
    unreadableByte = position;
  }

  /** Is really that small: what lies beyond goes to the beginning, as with forged cards. */
  void wrapAt(int bytes) {
    capacity = bytes;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public long size() {
    return content.length;
  }

  @Override
  public OptionalInt sectorSize() {
    return OptionalInt.empty();
  }

  @Override
  public void read(long position, ByteBuffer buffer) throws IOException {
    if (unreadableByte >= position && unreadableByte < position + buffer.remaining()) {
      throw new IOException("medium error");
    }
    bytesRead.addAndGet(buffer.remaining());
    buffer.put(content, (int) position % capacity, buffer.remaining());
  }

  @Override
  public void write(long position, ByteBuffer buffer) throws IOException {
    if (writesLeft.getAndDecrement() <= 0) {
      throw new IOException("power cut");
    }
    int length = buffer.remaining();
    buffer.get(content, (int) position % capacity, length);
    bytesWritten.addAndGet(length);
    if (flippedByte >= position && flippedByte < position + length) {
      content[(int) flippedByte] ^= 1;
    }
  }

  @Override
  public void sync() {}

  @Override
  public void writeBehind(long position, long length) {}

  @Override
  public void dropCache(long position, long length) {}

  @Override
  public boolean deallocate(long position, long length) {
    if (deallocates) {
      Arrays.fill(content, (int) position, (int) (position + length), (byte) 0);
    }
    return deallocates;
  }

  @Override
  public void close() {}
}
