package dev.bascule.publisher.build;

import dev.bascule.image.Sha256;
import dev.bascule.image.manifest.ImageFile;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.manifest.Verity;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.image.tile.BlockIndex;
import dev.bascule.image.tile.TileLayout;
import dev.bascule.image.tile.TileTable;
import dev.bascule.image.verity.VerityParameters;
import dev.bascule.image.verity.VerityTree;
import dev.bascule.image.work.OrderedWork;
import dev.bascule.publisher.build.TileDigester.TileDigests;
import dev.bascule.publisher.delta.DeltaBuilder;
import dev.bascule.publisher.delta.RawVolume;
import dev.bascule.publisher.payload.IndexFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Builds one volume of an image: reads the raw file, and writes the tile table and the full payload. The output depends
 * on the input and the settings alone, not on how many processors worked.
 */
final class VolumeBuilder {

  private final Path directory;
  private final BuildSettings settings;

  VolumeBuilder(Path directory, BuildSettings settings) {
    this.directory = directory;
    this.settings = settings;
  }

  /**
   * Writes {@code <role>.tiles}, {@code <role>.full} and, if that is asked for, {@code <role>.blocks}, and describes the volume.
   *
   * @param progress is told the number of bytes read, as they are; the volume is read {@link ImageBuilder#PASSES} times
   */
  VolumeImage build(VolumeSource source, LongConsumer progress) throws IOException {
    TileLayout layout = source.layout(settings.tileSize());
    Gathered gathered = new Gathered(settings.verity(source.role(), layout.volumeSize()));
    readVolume(source, layout, gathered, progress);
    ImageFile tiles = writeTiles(source, gathered.tiles(layout));
    Sha256 content = Sha256.of(gathered.whole.digest());
    Payload full = writePayload(source, content, layout, progress);
    List<Payload> payloads = new ArrayList<>(List.of(full));
    if (settings.blocks() && BlockIndex.fits(layout.volumeSize())) {
      payloads.add(IndexFile.write(directory.resolve(source.role() + ".blocks"),
          gathered.index(), settings.segmentSize()));
    }
    return new VolumeImage(
        source.role(), layout, content, tiles, gathered.verity(), payloads);
  }

  /** What one reading of the volume gathers, tile by tile. */
  private static final class Gathered {
    final MessageDigest whole = Sha256.newDigest();
    private final ByteArrayOutputStream tileDigests = new ByteArrayOutputStream();
    private final LongStream.Builder hashes = LongStream.builder();
    private final @Nullable VerityParameters parameters;
    private final @Nullable VerityTree tree;

    Gathered(@Nullable VerityParameters parameters) throws IOException {
      this.parameters = parameters;
      this.tree = parameters == null ? null : new VerityTree(parameters, VerityTree.Sink.none());
    }

    void add(TileDigests tile) throws IOException {
      tileDigests.write(tile.digest().bytes());
      LongStream.of(tile.hashes()).forEach(hashes);
      if (tree != null) {
        tree.add(tile.leaves(), tile.blocks());
      }
    }

    TileTable tiles(TileLayout layout) {
      return TileTable.of(layout, tileDigests.toByteArray());
    }

    BlockIndex index() {
      return BlockIndex.of(hashes.build().toArray());
    }

    @Nullable
    Verity verity() throws IOException {
      return parameters == null || tree == null ? null : new Verity(parameters, tree.finish());
    }
  }

  private void readVolume(VolumeSource source, TileLayout layout, Gathered gathered,
      LongConsumer progress) throws IOException {
    VerityParameters verity = gathered.parameters;
    try (InputStream in = Files.newInputStream(source.file());
        OrderedWork<TileDigester, TileDigests> work = new OrderedWork<>(settings.threads(),
            () -> new TileDigester(verity == null ? null : verity.saltBytes()), gathered::add)) {
      for (int tile = 0; tile < layout.count(); tile++) {
        byte[] content = new byte[layout.length(tile)];
        int read = in.readNBytes(content, 0, content.length);
        gathered.whole.update(content);
        work.submit(digester -> digester.digest(content));
        progress.accept(read);
      }
      work.finish();
      if (in.read() >= 0) {
        throw new IOException(
            source.file() + ": grew while it was read; build from a file at rest");
      }
    }
  }

  private ImageFile writeTiles(VolumeSource source, TileTable table) throws IOException {
    String name = source.role() + ".tiles";
    byte[] encoded = table.encode();
    Files.write(directory.resolve(name), encoded);
    return new ImageFile(name, encoded.length, Sha256.digest(encoded));
  }

  private Payload writePayload(VolumeSource source, Sha256 content, TileLayout layout,
      LongConsumer progress) throws IOException {
    try (RawVolume volume = RawVolume.open(source.file(), layout)) {
      return new DeltaBuilder(settings.level(), settings.threads(), settings.segmentSize())
          .build(null, null, volume, content, directory.resolve(source.role() + ".full"),
              progress);
    }
  }
}
