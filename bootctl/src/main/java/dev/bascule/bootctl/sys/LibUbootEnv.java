package dev.bascule.bootctl.sys;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import dev.bascule.bootctl.BootException;
import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * U-Boot's environment through libubootenv, the library of fw_setenv. From opening to closing it holds the
 * lock that all programs of U-Boot's kind take, {@code /var/lock/fw_printenv.lock}.
 *
 * <p>Source: {@code libuboot.h} of libubootenv 0.3. The library is optional: without it only this class
 * fails, with a message that says so.
 */
public final class LibUbootEnv implements Closeable {
  private static final String LIBRARY = "libubootenv.so.0";
  private static final int ENODATA = 61;

  private static final @Nullable String LOAD_FAILURE = load();

  private final Path config;
  private final Pointer context;
  private final AtomicBoolean closed = new AtomicBoolean();

  private LibUbootEnv(Path config, Pointer context) {
    this.config = config;
    this.context = context;
  }

  private static @Nullable String load() {
    try {
      Native.register(LibUbootEnv.class, NativeLibrary.getInstance(LIBRARY));
      return null;
    } catch (LinkageError e) {
      return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }
  }

  /** Whether the library can be called here. */
  public static boolean available() {
    return LOAD_FAILURE == null;
  }

  /**
   * Locks and reads the environment that a configuration names.
   *
   * @param config a file like {@code /etc/fw_env.config}
   */
  public static LibUbootEnv open(Path config) throws BootException {
    if (LOAD_FAILURE != null) {
      throw new BootException(LIBRARY + " cannot be loaded: " + LOAD_FAILURE,
          "install libubootenv (in Debian the package libubootenv0.1); only U-Boot's environment needs it");
    }
    var out = new PointerByReference();
    check(libuboot_initialize(out, null), "libuboot_initialize", config);
    var context = out.getValue();
    int result = libuboot_read_config(context, config.toString());
    if (result != 0) {
      libuboot_exit(context);
      throw failure(result, "libuboot_read_config", config);
    }
    result = libuboot_open(context);
    if (result != 0) {
      libuboot_close(context);
      libuboot_exit(context);
      throw failure(result, "libuboot_open", config);
    }
    return new LibUbootEnv(config, context);
  }

  /** All variables as they were read, with what was set since. Characters stand for bytes. */
  public Map<String, String> variables() {
    var variables = new TreeMap<String, String>();
    var entry = libuboot_iterator(context, null);
    while (entry != null) {
      variables.put(text(libuboot_getname(entry)), text(libuboot_getvalue(entry)));
      entry = libuboot_iterator(context, entry);
    }
    return variables;
  }

  /** Sets a variable, or removes it; nothing is written before {@link #store}. */
  public void set(String name, Optional<String> value) throws BootException {
    check(libuboot_set_env(context, bytes(name), value.map(LibUbootEnv::bytes).orElse(null)),
        "libuboot_set_env " + name, config);
  }

  /**
   * Writes the whole environment at once: over the copy that does not count where there are two, else over
   * the only one, then fsync.
   *
   * <p>Power cut: of two copies the other stays whole and counts, or the new one does. A single copy can
   * be torn, which its checksum shows; U-Boot then takes the defaults that it was built with.
   */
  public void store() throws BootException {
    check(libuboot_env_store(context), "libuboot_env_store", config);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      libuboot_close(context);
      libuboot_exit(context);
    }
  }

  private static void check(int result, String call, Path config) throws BootException {
    if (result != 0) {
      throw failure(result, call, config);
    }
  }

  private static BootException failure(int result, String call, Path config) {
    String reason = result == -ENODATA
        ? "no copy of the environment has a valid checksum"
        : Errno.of(-result).map(Errno::toString).orElse("error " + result);
    return new BootException(call + " with " + config + ": " + reason,
        "check devices, offsets and size in " + config
            + " against U-Boot's configuration (CONFIG_ENV_OFFSET, CONFIG_ENV_SIZE); if they are right,"
            + " let U-Boot write its environment anew with saveenv");
  }

  private static String text(@Nullable Pointer pointer) {
    return pointer == null ? "" : pointer.getString(0, StandardCharsets.ISO_8859_1.name());
  }

  private static byte[] bytes(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a variable with a zero byte");
    }
    return (text + "\0").getBytes(StandardCharsets.ISO_8859_1);
  }

  private static native int libuboot_initialize(PointerByReference out,
      @Nullable Pointer devices);

  private static native int libuboot_read_config(Pointer context, String config);

  private static native int libuboot_open(Pointer context);

  private static native void libuboot_close(Pointer context);

  private static native void libuboot_exit(Pointer context);

  private static native int libuboot_set_env(Pointer context, byte[] name,
      byte @Nullable [] value);

  private static native int libuboot_env_store(Pointer context);

  private static native @Nullable Pointer libuboot_iterator(Pointer context,
      @Nullable Pointer entry);

  private static native @Nullable Pointer libuboot_getname(Pointer entry);

  private static native @Nullable Pointer libuboot_getvalue(Pointer entry);
}
