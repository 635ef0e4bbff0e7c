package dev.bascule.image.tuf;

import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What every role's metadata begins with.
 *
 * @param version at least 1
 * @param expires from when on the metadata is expired
 * @param signedAtOrNull the signer's clock when it signed, under {@code x-signed-at}; a device without a
 *     clock learns from it that it is at least so late
 */
public record Header(long version, Instant expires, @Nullable Instant signedAtOrNull) {

  /** So that the version after it is a {@code long} too. */
  private static final long MAX_VERSION = Long.MAX_VALUE - 1;
  private static final Pattern SPECIFICATION = Pattern.compile("1\\.[0-9]{1,9}(\\.[0-9]{1,9})?");
  private static final String SIGNED_AT = "x-signed-at";

  static Header read(Members signed, String type) throws JsonException {
    if (!signed.string("_type").equals(type)) {
      throw signed.wrong("_type", "\"" + type + "\"");
    }
    if (!SPECIFICATION.matcher(signed.string("spec_version")).matches()) {
      throw signed.wrong("spec_version", "a version 1 of the TUF specification");
    }
    Instant expires = signed.instant("expires");
    Instant signedAt = signed.has(SIGNED_AT) ? signed.instant(SIGNED_AT) : null;
    if (signedAt != null && signedAt.isAfter(expires)) {
      throw signed.wrong(SIGNED_AT, "a time before " + expires + ", when it expires");
    }
    return new Header(signed.integer("version", 1, MAX_VERSION), expires, signedAt);
  }
}
