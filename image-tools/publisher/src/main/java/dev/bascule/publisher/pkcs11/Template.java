package dev.bascule.publisher.pkcs11;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;

/** An array of CK_ATTRIBUTE in native memory: each a type, a pointer to the value, and the value's length. */
final class Template implements Closeable {

  static final long CKA_CLASS = 0x0;
  static final long CKA_LABEL = 0x3;
  static final long CKA_KEY_TYPE = 0x100;
  static final long CKA_ID = 0x102;
  static final long CKA_MODULUS = 0x120;
  static final long CKA_PUBLIC_EXPONENT = 0x122;
  static final long CKA_EC_PARAMS = 0x180;
  static final long CKA_EC_POINT = 0x181;
  static final long CKA_ALWAYS_AUTHENTICATE = 0x202;

  private static final int FIELDS = 3;

  private final List<Long> types = new ArrayList<>();
  private final List<Memory> values = new ArrayList<>();

  /** Adds a number. */
  Template with(long type, long number) {
    Memory value = new Memory(Cryptoki.WORD);
    value.setNativeLong(0, new NativeLong(number));
    return with(type, value);
  }

  /** Adds bytes; none are left out, since nothing can be found by them. */
  Template with(long type, byte[] bytes) {
    if (bytes.length == 0) {
      return this;
    }
    Memory value = new Memory(bytes.length);
    value.write(0, bytes, 0, bytes.length);
    return with(type, value);
  }

  private Template with(long type, Memory value) {
    types.add(type);
    values.add(value);
    return this;
  }

  int size() {
    return types.size();
  }

  /** The array; good until this is closed. */
  Memory array() {
    Memory array = new Memory((long) Math.max(1, size()) * FIELDS * Cryptoki.WORD);
    for (int i = 0; i < size(); i++) {
      write(array, i, types.get(i), values.get(i), values.get(i).size());
    }
    return array;
  }

  /** Writes one CK_ATTRIBUTE. */
  static void write(Pointer array, int index, long type, Pointer value, long length) {
    long at = (long) index * FIELDS * Cryptoki.WORD;
    array.setNativeLong(at, new NativeLong(type));
    array.setPointer(at + Cryptoki.WORD, value);
    array.setNativeLong(at + 2L * Cryptoki.WORD, new NativeLong(length));
  }

  /** The length that a module wrote into one CK_ATTRIBUTE; -1 if the object has no such value. */
  static long length(Pointer array, int index) {
    return array.getNativeLong((long) index * FIELDS * Cryptoki.WORD + 2L * Cryptoki.WORD)
        .longValue();
  }

  @Override
  public void close() {
    values.forEach(Memory::close);
  }
}
