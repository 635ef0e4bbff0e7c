package dev.bascule.updater.install;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDictContentType;
import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import dev.bascule.image.manifest.BaseVolume;
import dev.bascule.image.manifest.ImageFile;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.manifest.Verity;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.image.origin.Body;
import dev.bascule.image.origin.Origin;
import dev.bascule.image.tile.BlockIndex;
import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.Operation;
import dev.bascule.image.tile.OperationTable;
import dev.bascule.image.tile.Segments;
import dev.bascule.image.tile.Sources;
import dev.bascule.image.tile.TileLayout;
import dev.bascule.image.tile.TileTable;
import dev.bascule.image.verity.VerityParameters;
import dev.bascule.image.verity.VerityTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An image of one volume, {@code root}, whose files are in memory and can be spoiled. */
final class ForgedImage implements Origin {

  static final int TILE = 64 << 10;
  static final int SEGMENT = 64 << 10;

  ImageManifest manifest;
  final Map<String, byte[]> files = new HashMap<>();
  final List<String> requests = new ArrayList<>();
  boolean ranges = true;

  ForgedImage(byte[] content, boolean withVerity) throws IOException {
    TileLayout layout = new TileLayout(content.length, TILE);
    byte[] digests = new byte[layout.count() * Sha256.LENGTH];
    List<Operation> operations = new ArrayList<>();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (int tile = 0; tile < layout.count(); tile++) {
      int from = (int) layout.offset(tile);
      byte[] bytes = Arrays.copyOfRange(content, from, from + layout.length(tile));
      System.arraycopy(Sha256.digest(bytes).bytes(), 0, digests, tile * 32, 32);
      byte[] frame = Zstd.compress(bytes, 1);
      boolean zero = Arrays.equals(bytes, new byte[bytes.length]);
      operations.add(zero ? new Operation.Zero() : new Operation.Full(frame.length));
      data.write(zero ? new byte[0] : frame);
    }
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    payload.write(OperationTable.of(layout, operations).encode());
    data.writeTo(payload);
    ImageFile tiles = add("root.tiles", TileTable.of(layout, digests).encode());
    ImageFile full = add("root.full", payload.toByteArray());
    manifest = new ImageManifest("Forged", Version.parse("1.0.0"), Instant.EPOCH, List.of("board"),
        1, 0, null, "", List.of(new VolumeImage("root", layout, Sha256.digest(content), tiles,
            withVerity ? verity(content) : null,
            List.of(new Payload(Payload.FULL, null, full, segments(payload.toByteArray()))))));
  }

  /**
   * Adds a delta against another image of the same size. The first tile is copied from its second one where they are the
   * same, each other is a frame that continues the base's tile and, from the second on, its own predecessor's first block.
   */
  void addDelta(ForgedImage base, byte[] baseContent, byte[] content) throws IOException {
    TileLayout layout = volume().layout();
    List<Operation> operations = new ArrayList<>();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    int blocks = TILE / Extent.BLOCK;
    try (ZstdCompressCtx zstd = new ZstdCompressCtx()) {
      for (int tile = 0; tile < layout.count(); tile++) {
        int from = (int) layout.offset(tile);
        int length = layout.length(tile);
        Extent old = new Extent(Extent.Space.OLD, (long) tile * blocks, length / Extent.BLOCK);
        if (Arrays.equals(content, from, from + length, baseContent, from, from + length)) {
          operations.add(new Operation.Copy(new Sources(List.of(old))));
          continue;
        }
        List<Extent> extents = new ArrayList<>(List.of(old));
        byte[] prefix = Arrays.copyOfRange(baseContent, from, from + length + Extent.BLOCK);
        if (tile > 0) {
          extents.add(new Extent(Extent.Space.NEW, (long) (tile - 1) * blocks, 1));
          System.arraycopy(content, from - TILE, prefix, length, Extent.BLOCK);
        } else {
          prefix = Arrays.copyOf(prefix, length);
        }
        zstd.loadDict(prefix, ZstdDictContentType.RAW_CONTENT);
        byte[] frame = zstd.compress(Arrays.copyOfRange(content, from, from + length));
        operations.add(new Operation.Prefix(new Sources(extents), frame.length));
        data.write(frame);
      }
    }
    addDelta(base, operations, data);
  }

  /** Adds a delta whose tiles are frames that continue one block of each of the base's tiles: nearly all the work that a delta can ask for. */
  void addScatteredDelta(ForgedImage base, byte[] baseContent, byte[] content)
      throws IOException {
    TileLayout layout = volume().layout();
    List<Extent> extents = new ArrayList<>();
    ByteArrayOutputStream prefix = new ByteArrayOutputStream();
    for (int tile = 0; tile < layout.count(); tile++) {
      Extent first = new Extent(Extent.Space.OLD, layout.offset(tile) / Extent.BLOCK, 1);
      extents.add(first);
      prefix.write(baseContent, (int) first.offset(), first.length());
    }
    List<Operation> operations = new ArrayList<>();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    try (ZstdCompressCtx zstd = new ZstdCompressCtx()) {
      for (int tile = 0; tile < layout.count(); tile++) {
        zstd.loadDict(prefix.toByteArray(), ZstdDictContentType.RAW_CONTENT);
        int from = (int) layout.offset(tile);
        byte[] frame = zstd.compress(Arrays.copyOfRange(content, from, from + layout.length(tile)));
        operations.add(new Operation.Prefix(new Sources(extents), frame.length));
        data.write(frame);
      }
    }
    addDelta(base, operations, data);
  }

  /** Adds a delta whose tiles are copies, block by block. */
  void addCopyingDelta(ForgedImage base, List<Extent> blocks) throws IOException {
    TileLayout layout = volume().layout();
    List<Operation> operations = new ArrayList<>();
    for (int tile = 0; tile < layout.count(); tile++) {
      int from = (int) (layout.offset(tile) / Extent.BLOCK);
      operations.add(new Operation.Copy(new Sources(
          blocks.subList(from, from + layout.length(tile) / Extent.BLOCK))));
    }
    addDelta(base, operations, new ByteArrayOutputStream());
  }

  private void addDelta(ForgedImage base, List<Operation> operations, ByteArrayOutputStream data)
      throws IOException {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    payload.write(OperationTable.of(volume().layout(), operations).encode());
    data.writeTo(payload);
    ImageFile file = add("root.delta", payload.toByteArray());
    manifest = manifest.with(List.of(volume().with(new Payload(Payload.DELTA,
        BaseVolume.of(base.volume()), file, segments(payload.toByteArray())))));
  }

  /** Adds an index of some content's blocks: the image's own, or another that is as long. */
  void addBlocks(byte[] content) {
    addBlocks(BlockIndex.hashes(Sha256.newDigest(), content, content.length));
  }

  void addBlocks(long[] hashes) {
    byte[] index = BlockIndex.of(hashes).encode();
    ImageFile file = add("root.blocks", index);
    manifest = manifest.with(List.of(
        volume().with(new Payload(Payload.BLOCKS, null, file, segments(index)))));
  }

  ImageFiles imageFiles() {
    return new ImageFiles(this, "board/images/1.0.0");
  }

  VolumeImage volume() {
    return manifest.volumes().getFirst();
  }

  /** A file's bytes, to be spoiled in place. */
  byte[] file(String name) {
    return Objects.requireNonNull(files.get(name), name);
  }

  byte[] payload() {
    return file("root.full");
  }

  @Override
  public String name() {
    return "forge";
  }

  @Override
  public Optional<Body> open(String path, long offset) throws IOException {
    requests.add(path.substring(path.lastIndexOf('.') + 1) + "@" + offset);
    byte[] file = files.get(path.substring(path.lastIndexOf('/') + 66));
    if (file == null) {
      return Optional.empty();
    }
    int start = ranges ? (int) offset : 0;
    return Optional.of(
        new Body(new ByteArrayInputStream(file, start, file.length - start), start));
  }

  private ImageFile add(String name, byte[] content) {
    files.put(name, content);
    return new ImageFile(name, content.length, Sha256.digest(content));
  }

  private static Segments segments(byte[] payload) {
    List<Sha256> digests = new ArrayList<>();
    for (int at = 0; at < payload.length; at += SEGMENT) {
      digests.add(Sha256.digest(
          Arrays.copyOfRange(payload, at, Math.min(at + SEGMENT, payload.length))));
    }
    return new Segments(payload.length, SEGMENT, digests);
  }

  private static @Nullable Verity verity(byte[] content) throws IOException {
    int blocks = content.length / VerityParameters.BLOCK_SIZE;
    VerityParameters parameters = new VerityParameters("5a17", new UUID(1, 2), blocks);
    byte[] leaves = new byte[blocks * Sha256.LENGTH];
    VerityTree.leafDigests(Sha256.newDigest(), parameters.saltBytes(), content, content.length,
        leaves);
    VerityTree tree = new VerityTree(parameters, VerityTree.Sink.none());
    tree.add(leaves, blocks);
    return new Verity(parameters, tree.finish());
  }
}
