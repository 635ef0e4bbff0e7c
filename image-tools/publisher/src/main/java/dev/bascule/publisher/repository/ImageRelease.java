package dev.bascule.publisher.repository;

import dev.bascule.image.Sha256;
import dev.bascule.image.manifest.ImageFile;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.ManifestJson;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.image.tuf.TargetFile;
import dev.bascule.image.tuf.Targets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * An image as {@code bascule-image build} left it in a directory, about to be published.
 *
 * @param files the manifest and every file that it names
 */
public record ImageRelease(Path directory, ImageManifest manifest, List<ImageFile> files) {

  private static final int BUFFER = 256 << 10;

  public ImageRelease {
    files = List.copyOf(files);
  }

  /** Reads a directory's {@code image.json}. The files that it names are checked when they are copied. */
  public static ImageRelease read(Path directory) throws IOException {
    return readManifest(directory.resolve(ImageManifest.FILE_NAME));
  }

  /** The same, from a manifest's file whatever its name. */
  public static ImageRelease readManifest(Path file) throws IOException {
    byte[] document;
    try (InputStream in = Files.newInputStream(file)) {
      document = in.readNBytes(ImageManifest.MAX_LENGTH + 1);
    }
    ImageManifest manifest = ManifestJson.decode(document);
    List<ImageFile> files = new ArrayList<>();
    for (VolumeImage volume : manifest.volumes()) {
      files.add(volume.tiles());
      volume.payloads().stream().map(Payload::file).forEach(files::add);
    }
    files.add(
        new ImageFile(ImageManifest.FILE_NAME, document.length, Sha256.digest(document)));
    return new ImageRelease(file.resolveSibling(".").normalize(), manifest, files);
  }

  /** The length of all files together, in bytes. */
  public long length() {
    return files.stream().mapToLong(ImageFile::length).sum();
  }

  /**
   * The files that are not published yet.
   *
   * @throws RefusedException if the image is for other models, or its version is published with other content
   */
  List<ImageFile> newFiles(Published base, ModelRoles model) throws RefusedException {
    if (!manifest.compatible().contains(model.model())) {
      throw new RefusedException(RefusedException.Reason.INCOMPATIBLE, directory
          + ": expected an image for " + model.model() + ", found one for "
          + String.join(", ", manifest.compatible()));
    }
    List<ImageFile> missing = new ArrayList<>();
    for (ImageFile file : files) {
      String path = model.imagePath(manifest.version(), file.name());
      Optional<TargetFile> published = base.role(model.images())
          .map(role -> role.targets().get(path));
      if (published.isEmpty()) {
        missing.add(file);
      } else if (!isSame(file, published.get())) {
        throw new RefusedException(RefusedException.Reason.VERSION_EXISTS, path
            + ": is published already with another content, and a published image never changes; "
            + "give the new one a new version");
      }
    }
    return missing;
  }

  /** Whether metadata lists this very file. */
  static boolean isSame(ImageFile file, TargetFile listed) {
    return listed.length() == file.length()
        && listed.hashes().sha256().filter(file.sha256()::equals).isPresent();
  }

  /**
   * Reads the image's files, and compares them with its manifest and with what a role is about to sign.
   *
   * @param progress is told the number of bytes read, as they are
   * @throws RefusedException if a file is missing, is not what the manifest says, or is not what is to be signed
   */
  public void requireSameAs(Targets draft, ModelRoles model, LongConsumer progress)
      throws IOException {
    for (ImageFile file : files) {
      String path = model.imagePath(manifest.version(), file.name());
      TargetFile listed = draft.targets().get(path);
      if (listed == null || !isSame(file, listed)) {
        throw new RefusedException(RefusedException.Reason.TARGET_DIFFERS, path + ": the draft "
            + (listed == null ? "does not list it" : "lists another")
            + "; it was not made from the image in " + directory);
      }
      requireContent(file, progress);
    }
  }

  private void requireContent(ImageFile file, LongConsumer progress) throws IOException {
    Path path = directory.resolve(file.name());
    MessageDigest digest = Sha256.newDigest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        progress.accept(read);
      }
    }
    Sha256 found = Sha256.of(digest.digest());
    if (!found.equals(file.sha256())) {
      throw new RefusedException(RefusedException.Reason.TARGET_DIFFERS, path
          + ": expected SHA-256 " + file.sha256() + ", found " + found);
    }
  }
}
