package dev.bascule.publisher.repository;

import dev.bascule.image.Sha256;
import dev.bascule.image.manifest.ImageFile;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.ManifestJson;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.manifest.VolumeImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An image as {@code bascule-image build} left it in a directory, about to be published.
 *
 * @param files the manifest and every file that it names
 */
public record ImageRelease(Path directory, ImageManifest manifest, List<ImageFile> files) {

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
}
