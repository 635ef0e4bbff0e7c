package dev.bascule.publisher.delta;

import dev.bascule.image.Sha256;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.image.tile.FormatException;
import dev.bascule.image.tile.OperationTable;
import dev.bascule.image.tile.Repacking;
import dev.bascule.image.tile.SegmentReader;
import dev.bascule.image.tile.SourceReader;
import dev.bascule.image.tile.TileCodec;
import dev.bascule.image.tile.TileLayout;
import dev.bascule.image.tile.TileTable;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * A published volume as a raw file again, made from its full payload as a device would and checked tile by tile.
 */
public final class UnpackedVolume implements Closeable {

  private final VolumeImage image;
  private final RawVolume content;

  private UnpackedVolume(VolumeImage image, FileChannel file) {
    this.image = image;
    this.content = RawVolume.of(file, image.layout());
  }

  /**
   * Unpacks a volume.
   *
   * @param files where the image's files are
   * @param work a directory for the temporary file, with room for the whole volume
   * @param progress is told bytes as they are written
   * @throws FormatException if a file is not what the manifest says
   */
  public static UnpackedVolume unpack(VolumeImage image, ImageFolder files, Path work,
      LongConsumer progress) throws IOException {
    FileChannel file = ScratchFile.open(work, image.role());
    try {
      TileTable table = TileTable.decode(Files.readAllBytes(files.find(image.tiles())));
      write(image, table, files, file, progress);
      return new UnpackedVolume(image, file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** What the manifest says of it. */
  public VolumeImage image() {
    return image;
  }

  /** Its bytes. */
  public RawVolume content() {
    return content;
  }

  @Override
  public void close() throws IOException {
    content.close();
  }

  private static void write(VolumeImage image, TileTable table, ImageFolder files,
      FileChannel out, LongConsumer progress) throws IOException {
    Payload payload = image.full()
        .orElseThrow(() -> new IOException("volume " + image.role() + " has no full payload"));
    TileLayout layout = image.layout();
    try (InputStream in = Files.newInputStream(files.find(payload.file()));
        Repacking repacking = new Repacking(SourceReader.none());
        TileCodec codec = new TileCodec(ownTiles(out), repacking)) {
      SegmentReader reader = new SegmentReader(payload.segments(), in, 0);
      OperationTable operations = readOperations(reader, payload, layout);
      byte[] tile = new byte[layout.tileSize()];
      for (int index = 0; index < layout.count(); index++) {
        byte[] data = read(reader, operations.operation(index).dataLength());
        int length = layout.length(index);
        codec.decode(operations.operation(index), layout.offset(index), data, tile, length);
        Sha256 found = Sha256.digest(Arrays.copyOf(tile, length));
        if (!found.equals(table.digest(index))) {
          throw new FormatException(files.find(payload.file()) + ": tile " + index
              + ": expected SHA-256 " + table.digest(index) + ", found " + found);
        }
        ByteBuffer bytes = ByteBuffer.wrap(tile, 0, length);
        while (bytes.hasRemaining()) {
          out.write(bytes, layout.offset(index) + bytes.position());
        }
        progress.accept(length);
      }
    }
  }

  private static SourceReader ownTiles(FileChannel written) {
    return (extent, target) -> {
      while (target.hasRemaining()) {
        int read = written.read(
            target, extent.offset() + extent.length() - target.remaining());
        if (read < 0) {
          throw new FormatException(extent + " is not written yet");
        }
      }
    };
  }

  private static OperationTable readOperations(SegmentReader reader, Payload payload,
      TileLayout layout) throws IOException {
    byte[] header = read(reader, OperationTable.HEADER_LENGTH);
    int length = OperationTable.decodeHeader(ByteBuffer.wrap(header), layout);
    return OperationTable.decode(ByteBuffer.wrap(read(reader, length)), layout,
        payload.baseSize(), payload.file().length());
  }

  private static byte[] read(SegmentReader reader, int length) throws IOException {
    byte[] bytes = new byte[length];
    reader.read(bytes, 0, length);
    return bytes;
  }
}
