package dev.bascule.image.tuf;

import dev.bascule.image.Sha256;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Delegation to 2^bitLength roles that all have the same keys (TAP 15). A path belongs to the bin whose
 * number the first bits of its SHA-256 are.
 *
 * @param bitLength 1 to 32
 */
public record SuccinctRoles(RoleKeys keys, int bitLength, String namePrefix) {

  static SuccinctRoles read(Members roles) throws JsonException {
    return new SuccinctRoles(
        RoleKeys.read(roles),
        (int) roles.integer("bit_length", 1, 32),
        roles.string("name_prefix"));
  }

  /** The role that speaks for a path. Bins never terminate a search. */
  public DelegatedRole roleOf(String path) {
    byte[] hash = Sha256.digest(path.getBytes(StandardCharsets.UTF_8)).bytes();
    long bin = Integer.toUnsignedLong(ByteBuffer.wrap(hash).getInt()) >>> (32 - bitLength);
    return new DelegatedRole(nameOf(bin), keys, false, new PathSet.All());
  }

  /** The name of a bin's role: its number in as many hexadecimal digits as the last one needs. */
  String nameOf(long bin) {
    int digits = (bitLength + 3) / 4;
    return namePrefix + "-" + ("%0" + digits + "x").formatted(bin);
  }
}
