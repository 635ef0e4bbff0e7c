package dev.bascule.updater.install;

import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import dev.bascule.image.manifest.ImageFile;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.image.origin.Body;
import dev.bascule.image.origin.Origin;
import dev.bascule.image.tile.FormatException;
import dev.bascule.image.tile.TileTable;
import java.io.IOException;

/**
 * The files of one image, where a repository has them: {@code targets/<directory>/<sha256>.<name>}.
 *
 * @param directory the image's, such as {@code board/images/1.4.0}
 */
public record ImageFiles(Origin origin, String directory) {

  /** The files of another release of the same model. */
  ImageFiles of(Version version) {
    return new ImageFiles(
        origin, directory.substring(0, directory.lastIndexOf('/') + 1) + version);
  }

  /** Opens a file from an offset on. Nothing that it gives is verified. */
  Body open(ImageFile file, long offset) throws IOException {
    return open(file, offset, file.length() - offset);
  }

  /** The same, where no more than some bytes are going to be read. */
  Body open(ImageFile file, long offset, long length) throws IOException {
    String path = "targets/" + directory + "/" + file.sha256() + "." + file.name();
    boolean all = offset == 0 && length == file.length();
    Body body = (all ? origin.open(path, offset) : origin.open(path, offset, length))
        .orElseThrow(() -> new InstallException(
            InstallException.Fault.MISSING, origin.name() + " has no " + path
                + ", which the image's signed manifest names; ask the publisher to run bascule-image verify",
            null));
    if (body.start() != offset && body.start() != 0) {
      body.close();
      throw new IOException(origin.name() + ": " + path + ": asked for byte " + offset
          + ", was given byte " + body.start());
    }
    return body;
  }

  /** Reads a volume's tile table, verified against the manifest. */
  public TileTable tileTable(VolumeImage volume) throws IOException {
    ImageFile file = volume.tiles();
    if (file.length() != TileTable.encodedLength(volume.layout())) {
      throw new FormatException("tile table " + file.name() + ": expected "
          + TileTable.encodedLength(volume.layout()) + " bytes, found " + file.length());
    }
    byte[] table;
    try (Body body = open(file, 0)) {
      table = body.stream().readNBytes((int) file.length());
    }
    Sha256 found = Sha256.digest(table);
    if (!found.equals(file.sha256())) {
      throw new InstallException(InstallException.Fault.TAMPERED, "tile table " + file.name()
          + " from " + origin.name() + ": expected SHA-256 " + file.sha256() + ", found " + found,
          null);
    }
    TileTable decoded = TileTable.decode(table);
    if (!decoded.layout().equals(volume.layout())) {
      throw new FormatException("tile table " + file.name() + ": expected " + volume.layout()
          + ", found " + decoded.layout());
    }
    return decoded;
  }
}
