package dev.bascule.publisher.pkcs11;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import dev.bascule.publisher.key.Passphrase;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A session with one token, read-only. */
final class Session implements Closeable {

  private static final int SERIAL_SESSION = 1 << 2;
  private static final int USER = 1;
  private static final int CONTEXT_SPECIFIC = 2;
  private static final int STATE_RO_USER = 1;
  private static final int STATE_RW_USER = 3;
  private static final int MAX_OBJECTS = 64;
  private static final int MAX_ATTRIBUTE = 1 << 16;
  /** The longest signature: RSA with 8192 bits; room for twice that. */
  private static final int MAX_SIGNATURE = 2048;

  private final Cryptoki cryptoki;
  private final Pkcs11Uri source;
  private final NativeLong handle;

  /**
   * Whether a key asks for the PIN at every signature (CKA_ALWAYS_AUTHENTICATE).
   *
   * @param pin null if it is not needed here
   */
  record Login(boolean eachTime, @Nullable Passphrase pin) implements Closeable {

    static Login once() {
      return new Login(false, null);
    }

    static Login eachTime(@Nullable Passphrase pin) {
      return new Login(true, pin);
    }

    @Override
    public void close() {
      if (pin != null) {
        pin.close();
      }
    }
  }

  private Session(Cryptoki cryptoki, Pkcs11Uri source, NativeLong handle) {
    this.cryptoki = cryptoki;
    this.source = source;
    this.handle = handle;
  }

  static Session open(Cryptoki cryptoki, Pkcs11Uri source, TokenInfo token)
      throws TokenException {
    try (Memory handle = new Memory(Cryptoki.WORD)) {
      cryptoki.call(source, Call.C_OpenSession, new NativeLong(token.slot()),
          new NativeLong(SERIAL_SESSION), null, null, handle);
      return new Session(cryptoki, source, handle.getNativeLong(0));
    }
  }

  /** Whether the user is logged in, in this session or another of this process. */
  boolean isLoggedIn() throws TokenException {
    try (Memory info = new Memory(4L * Cryptoki.WORD)) {
      cryptoki.call(source, Call.C_GetSessionInfo, handle, info);
      long state = info.getNativeLong(Cryptoki.WORD).longValue();
      return state == STATE_RO_USER || state == STATE_RW_USER;
    }
  }

  /**
   * Logs the user in.
   *
   * @param pin null if it is typed at the token itself
   */
  void login(@Nullable Passphrase pin) throws TokenException {
    long answer = login(USER, pin);
    if (answer != TokenException.CKR_OK
        && answer != TokenException.CKR_USER_ALREADY_LOGGED_IN) {
      throw new TokenException(source, Call.C_Login, answer);
    }
  }

  private long login(int user, @Nullable Passphrase pin) {
    if (pin == null) {
      return cryptoki.answer(Call.C_Login, handle, new NativeLong(user), null, new NativeLong(0));
    }
    byte[] bytes = pin.bytes();
    try (Memory memory = new Memory(bytes.length + 1L)) {
      memory.write(0, bytes, 0, bytes.length);
      try {
        return cryptoki.answer(Call.C_Login, handle, new NativeLong(user), memory,
            new NativeLong(bytes.length));
      } finally {
        memory.clear();
      }
    }
  }

  /** The objects that a template describes, 64 at most. */
  List<NativeLong> find(Template template) throws TokenException {
    List<NativeLong> objects = new ArrayList<>();
    try (Memory array = template.array();
        Memory found = new Memory((long) MAX_OBJECTS * Cryptoki.WORD);
        Memory count = new Memory(Cryptoki.WORD)) {
      cryptoki.call(source, Call.C_FindObjectsInit, handle, array,
          new NativeLong(template.size()));
      try {
        count.clear();
        cryptoki.call(source, Call.C_FindObjects, handle, found, new NativeLong(MAX_OBJECTS),
            count);
        long number = Math.min(MAX_OBJECTS, count.getNativeLong(0).longValue());
        for (long i = 0; i < number; i++) {
          objects.add(found.getNativeLong(i * Cryptoki.WORD));
        }
      } finally {
        cryptoki.answer(Call.C_FindObjectsFinal, handle);
      }
    }
    return objects;
  }

  /** An object's attribute; empty if it has none, or will not tell. */
  Optional<byte[]> attribute(NativeLong object, long type) throws TokenException {
    try (Memory array = new Memory(3L * Cryptoki.WORD)) {
      Template.write(array, 0, type, Pointer.NULL, 0);
      long answer = cryptoki.answer(Call.C_GetAttributeValue, handle, object, array,
          new NativeLong(1));
      if (answer == TokenException.CKR_ATTRIBUTE_TYPE_INVALID
          || answer == TokenException.CKR_ATTRIBUTE_SENSITIVE) {
        return Optional.empty();
      }
      if (answer != TokenException.CKR_OK) {
        throw new TokenException(source, Call.C_GetAttributeValue, answer);
      }
      long length = Template.length(array, 0);
      if (length < 1 || length > MAX_ATTRIBUTE) {
        return Optional.empty();
      }
      try (Memory value = new Memory(length)) {
        Template.write(array, 0, type, value, length);
        cryptoki.call(source, Call.C_GetAttributeValue, handle, object, array, new NativeLong(1));
        int written = (int) Math.min(length, Math.max(0, Template.length(array, 0)));
        return Optional.of(value.getByteArray(0, written));
      }
    }
  }

  /** An object's attribute that is a number; -1 if it has none. */
  long number(NativeLong object, long type) throws TokenException {
    Optional<byte[]> value = attribute(object, type);
    if (value.isEmpty() || value.get().length != Cryptoki.WORD) {
      return -1;
    }
    try (Memory memory = new Memory(Cryptoki.WORD)) {
      memory.write(0, value.get(), 0, Cryptoki.WORD);
      return memory.getNativeLong(0).longValue();
    }
  }

  /**
   * Signs with a key.
   *
   * @param again whether the key asks for the PIN once more
   */
  byte[] sign(NativeLong key, Mechanism mechanism, byte[] message, Login again)
      throws TokenException {
    try (Memory parameter = mechanism.parameter();
        Memory structure = mechanism.structure(parameter);
        Memory input = new Memory(message.length + 1L);
        Memory signature = new Memory(MAX_SIGNATURE);
        Memory length = new Memory(Cryptoki.WORD)) {
      input.write(0, message, 0, message.length);
      length.setNativeLong(0, new NativeLong(MAX_SIGNATURE));
      cryptoki.call(source, Call.C_SignInit, handle, structure, key);
      if (again.eachTime()) {
        long answer = login(CONTEXT_SPECIFIC, again.pin());
        if (answer != TokenException.CKR_OK) {
          throw new TokenException(source, Call.C_Login, answer);
        }
      }
      cryptoki.call(source, Call.C_Sign, handle, input, new NativeLong(message.length), signature,
          length);
      long written = length.getNativeLong(0).longValue();
      if (written < 1 || written > MAX_SIGNATURE) {
        throw new TokenException(source, "gave a signature of " + written + " bytes");
      }
      return signature.getByteArray(0, (int) written);
    }
  }

  @Override
  public void close() {
    cryptoki.answer(Call.C_CloseSession, handle);
  }
}
