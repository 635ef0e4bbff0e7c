package dev.bascule.image.tuf;

import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What timestamp or snapshot metadata says of another metadata file (specification 4.4, METAFILES).
 *
 * @param lengthOrNull the file's length in bytes, where it is listed
 * @param hashesOrNull the file's hashes, where they are listed
 */
public record ListedFile(
    long version,
    @Nullable Long lengthOrNull,
    @Nullable Hashes hashesOrNull) {

  static ListedFile read(Members file) throws JsonException {
    OptionalLong length = file.optionalInteger("length", 1, Long.MAX_VALUE);
    Optional<Members> hashes = file.optionalObject("hashes");
    return new ListedFile(
        file.integer("version", 1, Long.MAX_VALUE - 1),
        length.isPresent() ? length.getAsLong() : null,
        hashes.isPresent() ? Hashes.read(hashes.get()) : null);
  }

  /** Checks a file's bytes against what is listed. */
  void require(String role, byte[] file) throws MismatchException {
    if (lengthOrNull != null && lengthOrNull != file.length) {
      throw new MismatchException(role, "length", lengthOrNull, file.length);
    }
    if (hashesOrNull != null) {
      hashesOrNull.require(role, file);
    }
  }
}
