package dev.bascule.bootctl.sys;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;

/**
 * What recvmsg(2) is told and what it tells: a {@code struct msghdr} with room for one piece of a message and for the descriptors
 * that come with it, cmsg(3). Offsets are in pointers, so that they are right on 32 and 64 bits.
 */
final class MessageHead implements AutoCloseable {

  private static final int SOL_SOCKET = 1;
  private static final int SCM_RIGHTS = 1;
  private static final int DESCRIPTOR = 4;

  private static final int WORD = Native.POINTER_SIZE;
  private static final int PIECES = 2 * WORD;
  private static final int PIECE_COUNT = 3 * WORD;
  private static final int CONTROL = 4 * WORD;
  private static final int CONTROL_LENGTH = 5 * WORD;
  private static final int SIZE = 7 * WORD;
  private static final int PIECE = 2 * WORD;

  private static final int LEVEL = WORD;
  private static final int TYPE = WORD + 4;
  private static final int DATA = WORD + 8;

  private final Memory head = new Memory(SIZE);
  private final Memory piece = new Memory(PIECE);
  private final Memory control;
  private final Memory bytes;

  /**
   * Room for a message.
   *
   * @param files how many descriptors are taken; the kernel closes those beyond
   */
  MessageHead(int bytes, int files) {
    this.bytes = new Memory(bytes);
    this.control = new Memory(DATA + aligned((long) DESCRIPTOR * files));
  }

  /** Where the message's bytes come to. */
  Memory bytes() {
    return bytes;
  }

  /** Made ready for a message of at most that many bytes. */
  Pointer prepare(int wanted) {
    head.clear();
    piece.setPointer(0, bytes);
    piece.setNativeLong(WORD, new NativeLong(wanted));
    head.setPointer(PIECES, piece);
    head.setNativeLong(PIECE_COUNT, new NativeLong(1));
    head.setPointer(CONTROL, control);
    head.setNativeLong(CONTROL_LENGTH, new NativeLong(control.size()));
    return head;
  }

  /** The descriptors that came with the last message. They are the process' own from here on. */
  List<OpenFile> files() {
    List<OpenFile> files = new ArrayList<>();
    long end = Math.min(head.getNativeLong(CONTROL_LENGTH).longValue(), control.size());
    for (long at = 0; at + DATA <= end;) {
      long length = Math.min(control.getNativeLong(at).longValue(), end - at);
      if (length < DATA) {
        return files;
      }
      if (control.getInt(at + LEVEL) == SOL_SOCKET && control.getInt(at + TYPE) == SCM_RIGHTS) {
        for (long data = at + DATA; data + DESCRIPTOR <= at + length; data += DESCRIPTOR) {
          files.add(new OpenFile(control.getInt(data)));
        }
      }
      at += aligned(length);
    }
    return files;
  }

  private static long aligned(long length) {
    return (length + WORD - 1) / WORD * WORD;
  }

  @Override
  public void close() {
    head.close();
    piece.close();
    control.close();
    bytes.close();
  }
}
