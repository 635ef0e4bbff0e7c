package dev.bascule.publisher.pkcs11;

import dev.bascule.publisher.key.KeyException;
import java.util.HashMap;
import java.util.Map;

/** A module or token declines. The message names the function, its answer (CKR_…), and what to do. */
public final class TokenException extends KeyException {
  private static final long serialVersionUID = 1L;

  static final long CKR_OK = 0;
  static final long CKR_CANT_LOCK = 0xa;
  static final long CKR_ATTRIBUTE_SENSITIVE = 0x11;
  static final long CKR_ATTRIBUTE_TYPE_INVALID = 0x12;
  static final long CKR_PIN_INCORRECT = 0xa0;
  static final long CKR_SESSION_HANDLE_INVALID = 0xb3;
  static final long CKR_USER_ALREADY_LOGGED_IN = 0x100;
  static final long CKR_CRYPTOKI_ALREADY_INITIALIZED = 0x191;

  private static final String AGAIN = "nothing was signed; plug the token in and try again";
  private static final Map<Long, String> KNOWN = known();

  private final long answer;

  TokenException(Object source, Call call, long answer) {
    super(source.toString(), call + ": " + describe(answer));
    this.answer = answer;
  }

  TokenException(Object source, String problem) {
    super(source.toString(), problem);
    this.answer = CKR_OK;
  }

  /** The module's answer, a CKR_… number; 0 if it was not the module that declined. */
  public long answer() {
    return answer;
  }

  static String describe(long answer) {
    return KNOWN.getOrDefault(answer, "CKR 0x" + Long.toHexString(answer)
        + "; the module's log or manual may say what that means");
  }

  private static Map<Long, String> known() {
    Map<Long, String> known = new HashMap<>();
    known.put(0x3L, "CKR_SLOT_ID_INVALID; the token is gone: " + AGAIN);
    known.put(0x5L, "CKR_GENERAL_ERROR; see the module's own log and configuration");
    known.put(0x6L, "CKR_FUNCTION_FAILED; see the module's own log");
    known.put(0x30L, "CKR_DEVICE_ERROR; the token does not work");
    known.put(0x32L, "CKR_DEVICE_REMOVED; " + AGAIN);
    known.put(0x50L, "CKR_FUNCTION_CANCELED; someone said no at the token");
    known.put(0x54L, "CKR_FUNCTION_NOT_SUPPORTED; the token cannot sign with this key");
    known.put(0x60L, "CKR_KEY_HANDLE_INVALID; the key is gone: " + AGAIN);
    known.put(0x63L, "CKR_KEY_TYPE_INCONSISTENT; the token cannot sign with this kind of key");
    known.put(0x68L, "CKR_KEY_FUNCTION_NOT_PERMITTED; the key was made without the permission to "
        + "sign (CKA_SIGN)");
    known.put(0x70L, "CKR_MECHANISM_INVALID; the token cannot sign with this kind of key");
    known.put(0x71L, "CKR_MECHANISM_PARAM_INVALID; the token cannot sign with SHA-256 this way");
    known.put(CKR_PIN_INCORRECT, "CKR_PIN_INCORRECT; wrong PIN. The token counts wrong PINs and "
        + "locks itself, so it is not tried again");
    known.put(0xa1L, "CKR_PIN_INVALID; the token takes no PIN with such characters");
    known.put(0xa2L, "CKR_PIN_LEN_RANGE; the PIN is too short or too long");
    known.put(0xa3L, "CKR_PIN_EXPIRED; give the token a new PIN with its own tool");
    known.put(0xa4L, "CKR_PIN_LOCKED; too many wrong PINs: unlock it with its own tool and the "
        + "security officer's PIN");
    known.put(0xb0L, "CKR_SESSION_CLOSED; " + AGAIN);
    known.put(CKR_SESSION_HANDLE_INVALID, "CKR_SESSION_HANDLE_INVALID; the session was lost: "
        + AGAIN);
    known.put(0xe0L, "CKR_TOKEN_NOT_PRESENT; " + AGAIN);
    known.put(0xe1L, "CKR_TOKEN_NOT_RECOGNIZED; the token is of another kind than the module's");
    known.put(0x101L, "CKR_USER_NOT_LOGGED_IN; someone logged out: " + AGAIN);
    known.put(0x102L, "CKR_USER_PIN_NOT_INITIALIZED; the token has no user PIN yet: set one with "
        + "its own tool");
    known.put(0x190L, "CKR_CRYPTOKI_NOT_INITIALIZED; " + AGAIN);
    return Map.copyOf(known);
  }
}
