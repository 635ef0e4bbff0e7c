package dev.bascule.image.tuf;

import dev.bascule.image.origin.Body;
import dev.bascule.image.origin.Origin;
import dev.bascule.image.origin.Tagged;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A repository's two trees, and where in their origins they begin.
 *
 * @param metadataRoot what stands before the names of metadata: {@code metadata/}, or nothing
 * @param targetsRoot what stands before the names of targets: {@code targets/}, or nothing
 */
public record Repository(
    Origin metadata,
    String metadataRoot,
    Origin targets,
    String targetsRoot) {

  /** A repository with {@code metadata/} and {@code targets/} in one origin. */
  public static Repository at(Origin origin) {
    return new Repository(origin, "metadata/", origin, "targets/");
  }

  /** A repository whose trees have an origin each. */
  public static Repository at(Origin metadata, Origin targets) {
    return new Repository(metadata, "", targets, "");
  }

  /**
   * Opens a target's file, to be read by whoever checks each byte against something signed.
   *
   * @param offset the first byte wanted; see {@link Origin#open}
   */
  public Optional<Body> openTarget(Target target, long offset) throws IOException {
    return targets.open(targetsRoot + target.repositoryPath(), offset);
  }

  /**
   * Reads a metadata file, however long it claims to be or is.
   *
   * @param name the file's name, encoded
   * @return empty if there is none
   */
  Optional<byte[]> readMetadata(String role, String name, int maxLength) throws TufException {
    return read(role, metadata, metadataRoot + name, maxLength);
  }

  /**
   * Reads a metadata file, unless it is still what a tag stands for.
   *
   * @return its bytes, or null for that, and its tag; empty if there is none
   */
  Optional<OfferedFile> readMetadataUnless(String role, String name, int maxLength, String tag)
      throws TufException {
    String path = metadataRoot + name;
    try {
      Optional<Tagged> found = metadata.openUnless(path, tag);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      Body body = found.get().body();
      byte @Nullable [] content = body == null ? null : readBody(role, body, maxLength);
      return Optional.of(new OfferedFile(content, found.get().tag()));
    } catch (IOException e) {
      throw failed(role, metadata, path, e);
    }
  }

  /** Reads a target's file as far as it is signed. */
  Optional<byte[]> readTarget(Target target) throws TufException {
    return read(target.path(), targets, targetsRoot + target.repositoryPath(),
        Math.toIntExact(target.length()));
  }

  private static Optional<byte[]> read(String subject, Origin origin, String path, int maxLength)
      throws TufException {
    try {
      Optional<Body> found = origin.open(path, 0);
      return found.isEmpty()
          ? Optional.empty()
          : Optional.of(readBody(subject, found.get(), maxLength));
    } catch (IOException e) {
      throw failed(subject, origin, path, e);
    }
  }

  private static byte[] readBody(String subject, Body opened, int maxLength) throws IOException {
    try (Body body = opened) {
      byte[] content = body.stream().readNBytes(maxLength + 1);
      if (content.length > maxLength) {
        throw new MismatchException(subject, "length", "at most " + maxLength + " bytes", "more");
      }
      return content;
    }
  }

  private static TufException failed(String subject, Origin origin, String path, IOException e) {
    return e instanceof TufException mismatch
        ? mismatch
        : UnreachableException.failed(subject, origin.name() + ", " + path, e);
  }

  /** A metadata file as the repository offers it; the content is null where it is the one that was held. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record OfferedFile(byte @Nullable [] content, String tag) {}
}
