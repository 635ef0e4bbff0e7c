package dev.bascule.bootctl.sys;

import com.sun.jna.Memory;
import java.io.IOException;

/**
 * What statx(2) says of an open file. Unlike stat's, its structure is the same on every architecture
 * and C library, and it gives device numbers already split.
 *
 * @param self the device that a device node stands for
 * @param device the device that holds the file
 * @param inode the file's number on that device
 * @param size bytes in it
 */
record FileStatus(int mode, DeviceNumber self, DeviceNumber device, long inode, long size) {
  private static final int TYPE_INODE_AND_SIZE = 0x1 | 0x100 | 0x200;

  private static final int SIZE = 256;
  private static final int MODE = 0x1c;
  private static final int INODE = 0x20;
  private static final int LENGTH = 0x28;
  private static final int SELF_MAJOR = 0x80;
  private static final int SELF_MINOR = 0x84;
  private static final int DEVICE_MAJOR = 0x88;
  private static final int DEVICE_MINOR = 0x8c;

  private static final int KIND = 0170000;
  private static final int REGULAR = 0100000;
  private static final int BLOCK = 060000;

  static FileStatus read(int fd, Object where) throws IOException {
    try (var memory = new Memory(SIZE)) {
      memory.clear();
      if (Libc.statx(fd, "", Libc.AT_EMPTY_PATH, TYPE_INODE_AND_SIZE, memory) != 0) {
        throw SystemCallException.last("statx", where);
      }
      var device = new DeviceNumber(memory.getInt(DEVICE_MAJOR), memory.getInt(DEVICE_MINOR));
      var self = new DeviceNumber(memory.getInt(SELF_MAJOR), memory.getInt(SELF_MINOR));
      return new FileStatus(memory.getShort(MODE) & 0xffff, self, device, memory.getLong(INODE),
          memory.getLong(LENGTH));
    }
  }

  boolean isRegularFile() {
    return (mode & KIND) == REGULAR;
  }

  boolean isBlockDevice() {
    return (mode & KIND) == BLOCK;
  }

  /** What kind of file it is, in words. */
  String kind() {
    return switch (mode & KIND) {
      case REGULAR -> "a file";
      case BLOCK -> "a block device";
      case 0140000 -> "a socket";
      case 0120000 -> "a link";
      case 0040000 -> "a directory";
      case 0020000 -> "a character device";
      case 0010000 -> "a pipe";
      default -> "a file of mode " + Integer.toOctalString(mode);
    };
  }
}
