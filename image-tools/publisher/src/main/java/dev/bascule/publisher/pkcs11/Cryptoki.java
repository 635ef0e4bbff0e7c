package dev.bascule.publisher.pkcs11;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A module's library, loaded and initialized: its functions by CK_FUNCTION_LIST. */
final class Cryptoki {

  /** The size of a number and of a pointer in the module's structures. */
  static final int WORD = NativeLong.SIZE;

  private static final int INITIALIZE_WORDS = 6;
  private static final int OS_LOCKING_OK = 1 << 1;
  private static final int MAX_SLOTS = 4096;

  private final Path module;
  /** Held on to: JNA unloads what nobody holds, and the functions with it. */
  private final NativeLibrary library;
  private final Pointer functions;
  private boolean ours;

  private Cryptoki(Path module, NativeLibrary library, Pointer functions) {
    this.module = module;
    this.library = library;
    this.functions = functions;
  }

  /**
   * Loads and initializes a module.
   *
   * @throws TokenException if there is no such file, or it is no module
   */
  static Cryptoki load(Path module) throws TokenException {
    if (!Files.isRegularFile(module)) {
      throw new TokenException(module,
          "there is no such library; module-path names the PKCS#11 module of the token's maker");
    }
    if (Native.POINTER_SIZE != WORD) {
      throw new TokenException(module, "on this system modules have another layout in memory");
    }
    try {
      NativeLibrary library = NativeLibrary.getInstance(module.toString());
      Cryptoki cryptoki = new Cryptoki(module, library, functionList(module, library));
      cryptoki.initialize();
      return cryptoki;
    } catch (LinkageError e) {
      TokenException failure = new TokenException(module,
          "is no PKCS#11 module for this system: " + e.getMessage());
      failure.initCause(e);
      throw failure;
    }
  }

  private static Pointer functionList(Path module, NativeLibrary library) throws TokenException {
    PointerByReference list = new PointerByReference();
    long answer = ((NativeLong) library.getFunction("C_GetFunctionList")
        .invoke(NativeLong.class, new Object[]{list})).longValue();
    if (answer != TokenException.CKR_OK || list.getValue() == null) {
      throw new TokenException(module, "gave no list of functions");
    }
    int major = list.getValue().getByte(0);
    if (major != 2 && major != 3) {
      throw new TokenException(module, "expected version 2 or 3 of PKCS#11, found " + major);
    }
    return list.getValue();
  }

  private void initialize() throws TokenException {
    try (Memory arguments = new Memory((long) INITIALIZE_WORDS * WORD)) {
      arguments.clear();
      arguments.setNativeLong(4L * WORD, new NativeLong(OS_LOCKING_OK));
      long answer = answer(Call.C_Initialize, arguments);
      if (answer == TokenException.CKR_CANT_LOCK) {
        answer = answer(Call.C_Initialize, (Object) null);
      }
      ours = answer == TokenException.CKR_OK;
      if (!ours && answer != TokenException.CKR_CRYPTOKI_ALREADY_INITIALIZED) {
        throw new TokenException(module, Call.C_Initialize, answer);
      }
    }
  }

  /** Ends the module's work, unless someone else in the process began it. */
  void finish() {
    if (ours) {
      answer(Call.C_Finalize, (Object) null);
    }
  }

  /** The tokens that are there now. */
  List<TokenInfo> tokens() throws TokenException {
    List<TokenInfo> tokens = new ArrayList<>();
    try (Memory count = new Memory(WORD); Memory info = new Memory(TokenInfo.SIZE)) {
      count.clear();
      call(module, Call.C_GetSlotList, (byte) 1, null, count);
      long slots = count.getNativeLong(0).longValue();
      if (slots < 1 || slots > MAX_SLOTS) {
        return tokens;
      }
      try (Memory list = new Memory(slots * WORD)) {
        call(module, Call.C_GetSlotList, (byte) 1, list, count);
        long found = Math.min(slots, count.getNativeLong(0).longValue());
        for (long i = 0; i < found; i++) {
          NativeLong slot = list.getNativeLong(i * WORD);
          info.clear();
          call(module, Call.C_GetTokenInfo, slot, info);
          tokens.add(TokenInfo.read(slot.longValue(), info));
        }
      }
    }
    return tokens;
  }

  /**
   * Calls a function.
   *
   * @param source what to name if it declines
   * @throws TokenException if it answers anything but CKR_OK
   */
  void call(Object source, Call function, @Nullable Object... arguments) throws TokenException {
    long answer = answer(function, arguments);
    if (answer != TokenException.CKR_OK) {
      throw new TokenException(source, function, answer);
    }
  }

  /** Calls a function, and gives its answer. */
  long answer(Call function, @Nullable Object... arguments) {
    Pointer address = functions.getPointer((long) WORD * (function.place() + 1));
    try {
      return ((NativeLong) Function.getFunction(address).invoke(NativeLong.class, arguments))
          .longValue();
    } finally {
      Reference.reachabilityFence(library);
    }
  }
}
