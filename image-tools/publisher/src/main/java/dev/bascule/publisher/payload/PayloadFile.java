package dev.bascule.publisher.payload;

import dev.bascule.image.manifest.BaseVolume;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.tile.Operation;
import dev.bascule.image.tile.OperationTable;
import dev.bascule.image.tile.TileLayout;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A payload that is being written. The operations go before the data and are known after it, so the data waits in a
 * temporary file beside.
 *
 * <p>Killed: the temporary file stays, and no manifest names what is written.
 */
public final class PayloadFile implements Closeable {

  private final Path file;
  private final TileLayout layout;
  private final int segmentSize;
  private final Path data;
  private final OutputStream out;
  private final List<Operation> operations = new ArrayList<>();

  private PayloadFile(Path file, TileLayout layout, int segmentSize, Path data)
      throws IOException {
    this.file = file;
    this.layout = layout;
    this.segmentSize = segmentSize;
    this.data = data;
    this.out = new BufferedOutputStream(Files.newOutputStream(data));
  }

  /** Begins a payload for a volume. */
  public static PayloadFile create(Path file, TileLayout layout, int segmentSize)
      throws IOException {
    String name = file.getFileName() + "-";
    return new PayloadFile(file, layout, segmentSize,
        Files.createTempFile(file.resolveSibling(".").normalize(), name, ".data"));
  }

  /** Adds the next tile. */
  public void add(EncodedTile tile) throws IOException {
    operations.add(tile.operation());
    out.write(tile.data());
  }

  /** Writes the payload's file once every tile was added. */
  public Payload finish(String kind, @Nullable BaseVolume base) throws IOException {
    out.close();
    try (SegmentWriter writer = new SegmentWriter(Files.newOutputStream(file), segmentSize)) {
      writer.write(OperationTable.of(layout, operations).encode());
      Files.copy(data, writer);
      return writer.finish(kind, base, String.valueOf(file.getFileName()));
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(data);
  }
}
