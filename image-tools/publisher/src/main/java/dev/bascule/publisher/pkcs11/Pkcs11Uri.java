package dev.bascule.publisher.pkcs11;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names a key in a security module (RFC 7512): {@code pkcs11:token=Fleet;object=images?module-path=/usr/lib/module.so}.
 * Attributes that this program does not know are refused, because they would have narrowed the choice.
 */
public final class Pkcs11Uri {

  /** What every such name begins with. */
  public static final String SCHEME = "pkcs11:";

  private static final int MAX_LENGTH = 4096;
  private static final List<String> TOKEN =
      List.of("token", "manufacturer", "model", "serial", "slot-id");
  private static final Set<String> KNOWN = Set.of("token", "manufacturer", "model", "serial",
      "slot-id", "object", "id", "type");

  private final String text;
  private final Map<String, byte[]> attributes;
  private final Path module;

  private Pkcs11Uri(String text, Map<String, byte[]> attributes, Path module) {
    this.text = text;
    this.attributes = attributes;
    this.module = module;
  }

  /**
   * Reads a URI.
   *
   * @throws IllegalArgumentException for one that is malformed, has a PIN in it, or does not name a module, a token and a
   *     key
   */
  public static Pkcs11Uri parse(String text) {
    if (!text.startsWith(SCHEME) || text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "expected a URI that begins with pkcs11: and has at most " + MAX_LENGTH + " characters");
    }
    int question = text.indexOf('?');
    String path = text.substring(SCHEME.length(), question < 0 ? text.length() : question);
    Map<String, byte[]> attributes = split(path, ";");
    Map<String, byte[]> query =
        question < 0 ? Map.of() : split(text.substring(question + 1), "&");
    if (query.containsKey("pin-value") || query.containsKey("pin-source")) {
      throw new IllegalArgumentException("pkcs11: a PIN does not belong on the command line, where "
          + "others see it; it is asked for, or read by --passphrase-fd or --passphrase-file");
    }
    requireKnown(attributes.keySet(), KNOWN);
    requireKnown(query.keySet(), Set.of("module-path"));
    if (TOKEN.stream().noneMatch(attributes::containsKey)) {
      throw new IllegalArgumentException("pkcs11: expected token=LABEL, found no token named");
    }
    if (!attributes.containsKey("object") && !attributes.containsKey("id")) {
      throw new IllegalArgumentException(
          "pkcs11: expected object=LABEL or id=BYTES, found no key named");
    }
    Pkcs11Uri uri = new Pkcs11Uri(text, attributes, module(query));
    uri.requireText();
    return uri;
  }

  private void requireText() {
    attributes.keySet().stream().filter(name -> !name.equals("id")).forEach(this::text);
    String type = text("type");
    if (type != null && !type.equals("private")) {
      throw new IllegalArgumentException("pkcs11: expected type=private or none, found " + type);
    }
    slot();
  }

  private static void requireKnown(Set<String> found, Set<String> known) {
    for (String name : found) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException("pkcs11: unknown attribute " + name);
      }
    }
  }

  private static Path module(Map<String, byte[]> query) {
    byte[] path = query.get("module-path");
    String hint = "pkcs11: expected ?module-path=/…, the module's library, such as "
        + "/usr/lib/softhsm/libsofthsm2.so, found ";
    if (path == null) {
      throw new IllegalArgumentException(hint + "none");
    }
    String name = decodeText("module-path", path);
    if (!name.startsWith("/") || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(hint + "a path that is not absolute");
    }
    return Path.of(name);
  }

  private static Map<String, byte[]> split(String text, String separator) {
    Map<String, byte[]> attributes = new LinkedHashMap<>();
    for (String attribute : text.split(separator, -1)) {
      int equals = attribute.indexOf('=');
      if (equals < 1 || equals == attribute.length() - 1) {
        throw new IllegalArgumentException(
            "pkcs11: expected NAME=VALUE between separators, found \"" + attribute + "\"");
      }
      byte[] value = percentDecode(attribute.substring(equals + 1));
      if (attributes.put(attribute.substring(0, equals), value) != null) {
        throw new IllegalArgumentException(
            "pkcs11: " + attribute.substring(0, equals) + " is there twice");
      }
    }
    return attributes;
  }

  private static byte[] percentDecode(String value) {
    ByteArrayOutputStream decoded = new ByteArrayOutputStream();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c >= 0x7f) {
        throw new IllegalArgumentException("pkcs11: expected visible ASCII characters and %XX for "
            + "all others, found character " + (int) c);
      }
      if (c == '%') {
        int high = i + 2 < value.length() ? Character.digit(value.charAt(i + 1), 16) : -1;
        int low = i + 2 < value.length() ? Character.digit(value.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0) {
          throw new IllegalArgumentException("pkcs11: expected two hex digits after each %");
        }
        decoded.write(high << 4 | low);
        i += 2;
      } else {
        decoded.write(c);
      }
    }
    return decoded.toByteArray();
  }

  private static String decodeText(String name, byte[] value) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("pkcs11: expected UTF-8 in " + name, e);
    }
  }

  private @Nullable String text(String name) {
    byte[] value = attributes.get(name);
    return value == null ? null : decodeText(name, value);
  }

  private @Nullable Long slot() {
    String slot = text("slot-id");
    if (slot == null) {
      return null;
    }
    if (!slot.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException("pkcs11: expected a number in slot-id, found " + slot);
    }
    return Long.valueOf(slot);
  }

  /** The module's library. */
  Path module() {
    return module;
  }

  /** Whether a token is meant. */
  boolean matches(TokenInfo token) {
    return matches("token", token.label())
        && matches("manufacturer", token.manufacturer())
        && matches("model", token.model())
        && matches("serial", token.serial())
        && (slot() == null || Objects.equals(slot(), token.slot()));
  }

  private boolean matches(String name, String value) {
    String wanted = text(name);
    return wanted == null || wanted.equals(value);
  }

  /** The key's label, CKA_LABEL, if it is named. */
  byte @Nullable [] object() {
    return copy("object");
  }

  /** The key's id, CKA_ID, if it is named. */
  byte @Nullable [] id() {
    return copy("id");
  }

  private byte @Nullable [] copy(String name) {
    byte[] value = attributes.get(name);
    return value == null ? null : Arrays.copyOf(value, value.length);
  }

  /** As it was read. There is no PIN in it. */
  @Override
  public String toString() {
    return text;
  }
}
