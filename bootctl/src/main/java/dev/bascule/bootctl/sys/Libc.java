package dev.bascule.bootctl.sys;

import com.sun.jna.FunctionMapper;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import dev.bascule.bootctl.BootException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The C library's functions, as they are in the manual pages of section 2. Nothing here interprets a
 * result; a caller checks for -1 and then asks {@link #errno()}.
 */
final class Libc {
  static final int O_RDONLY = 0;
  static final int O_RDWR = 02;
  static final int O_EXCL = 0200;
  static final int O_CLOEXEC = 02000000;

  static final int SEEK_END = 2;

  static final int LOCK_EX = 2;
  static final int LOCK_NB = 4;

  static final int POSIX_FADV_DONTNEED = 4;
  static final int SYNC_FILE_RANGE_WRITE = 2;
  static final int FALLOC_FL_KEEP_SIZE = 1;
  static final int FALLOC_FL_PUNCH_HOLE = 2;

  static final int MADV_PAGEOUT = 21;

  static final int AT_EMPTY_PATH = 0x1000;
  static final int AT_FDCWD = -100;
  static final int RENAME_EXCHANGE = 2;

  /** On 32-bit systems these have a 64-bit file offset only under their other name. */
  private static final Set<String> LARGE_FILE =
      Set.of("open", "pread", "pwrite", "lseek", "posix_fadvise",
          "fallocate");

  private static final @Nullable String LOAD_FAILURE = load();

  private Libc() {}

  private static @Nullable String load() {
    try {
      FunctionMapper names = (library, method) -> {
        boolean wide = Native.POINTER_SIZE == 8 || !LARGE_FILE.contains(method.getName());
        return wide ? method.getName() : method.getName() + "64";
      };
      // The process has it already: nothing is searched for.
      Native.register(Libc.class,
          NativeLibrary.getProcess(Map.of(Library.OPTION_FUNCTION_MAPPER, names)));
      return null;
    } catch (LinkageError e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Refuses to go on where the C library or JNA's own library could not be loaded. */
  static void require() throws BootException {
    if (LOAD_FAILURE != null) {
      throw new BootException(
          "the C library's functions cannot be called: " + LOAD_FAILURE,
          "ship libjnidispatch.so for this architecture and name its directory in jna.boot.library.path");
    }
  }

  /** The error number that this thread's last call through here left behind. */
  static int errno() {
    return Native.getLastError();
  }

  static native int open(String path, int flags, int mode);

  static native int close(int fd);

  static native NativeLong pread(int fd, Pointer buffer, NativeLong count, long offset);

  static native NativeLong pwrite(int fd, Pointer buffer, NativeLong count, long offset);

  static native long lseek(int fd, long offset, int whence);

  static native int fdatasync(int fd);

  static native int sync_file_range(int fd, long offset, long count, int flags);

  /** Returns the error number itself instead of leaving it in errno. */
  static native int posix_fadvise(int fd, long offset, long length, int advice);

  static native int fallocate(int fd, int mode, long offset, long length);

  static native int ioctl(int fd, NativeLong request, Pointer argument);

  static native int flock(int fd, int operation);

  static native int statx(int fd, String path, int flags, int mask, Pointer result);

  static native int madvise(Pointer address, NativeLong length, int advice);

  static native void sync();

  static native int syncfs(int fd);

  static native int renameat2(int oldDirectory, String oldPath, int newDirectory, String newPath,
      int flags);

  static native int getpriority(int which, int who);

  static native int setpriority(int which, int who, int priority);

  static native int socket(int domain, int type, int protocol);

  static native int connect(int fd, byte[] address, int addressLength);

  static native int shutdown(int fd, int how);

  static native NativeLong send(int fd, Pointer message, NativeLong length, int flags);

  static native NativeLong recvmsg(int fd, Pointer header, int flags);

  static native int fcntl(int fd, int command, int argument);

  static native NativeLong sendto(int fd, byte[] message, NativeLong length, int flags,
      byte[] address, int addressLength);

  static native NativeLong syscall(NativeLong number, int magic1, int magic2, int command,
      @Nullable String argument);

  static native String strerror(int number);
}
