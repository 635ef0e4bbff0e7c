package dev.bascule.publisher.pkcs11;

import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import dev.bascule.image.json.QuotedText;
import java.nio.charset.StandardCharsets;

/**
 * What a token says of itself (CK_TOKEN_INFO).
 *
 * @param slot where it is
 * @param flags CKF_…
 */
record TokenInfo(long slot, String label, String manufacturer, String model, String serial,
    long flags) {

  static final int LOGIN_REQUIRED = 1 << 2;
  static final int PROTECTED_AUTHENTICATION_PATH = 1 << 8;
  static final int USER_PIN_FINAL_TRY = 1 << 17;
  static final int USER_PIN_LOCKED = 1 << 18;

  private static final int TEXTS = 32 + 32 + 16 + 16;

  /** Room for the structure: four texts, eleven numbers, two versions, a time. */
  static final int SIZE = TEXTS + 11 * NativeLong.SIZE + 2 * 2 + 16 + NativeLong.SIZE;

  static TokenInfo read(long slot, Pointer info) {
    return new TokenInfo(slot, text(info, 0, 32), text(info, 32, 32), text(info, 64, 16),
        text(info, 80, 16), info.getNativeLong(TEXTS).longValue());
  }

  /** Texts are padded with blanks. */
  private static String text(Pointer info, int offset, int length) {
    return new String(info.getByteArray(offset, length), StandardCharsets.UTF_8).stripTrailing();
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** For people who look for the right one; a token may call itself anything. */
  @Override
  public String toString() {
    return QuotedText.of(label) + " (serial " + QuotedText.whereNeeded(serial) + ")";
  }
}
