package dev.bascule.updater.install;

import dev.bascule.image.manifest.ChainLink;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.OperationTable;
import dev.bascule.image.tile.SourceReader;
import dev.bascule.image.tile.TileLayout;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The deltas that lead over releases between what runs and what is installed, and the volumes that all but the last make. */
final class Chain implements Closeable {

  /** For each tile that is missing, tiles of volumes between that may be made. */
  private static final int MADE_FOR_EACH = 8;

  private final List<LinkDelta> links = new ArrayList<>();
  private final List<VirtualVolume> volumes = new ArrayList<>();
  private final TileSource last;

  /**
   * Fetches what each delta begins with.
   *
   * @param layout the installed volume's
   * @param missing its tiles that are to be made
   */
  Chain(List<ChainLink> links, Payload last, TileLayout layout, BitSet missing, ImageFiles files,
      Retry retry) throws IOException {
    try {
      for (ChainLink link : links) {
        this.links.add(LinkDelta.open(
            link, new TileLayout(link.target().size(), layout.tileSize()), files, retry));
      }
      this.last = TileSource.open(layout, last, files, retry, missing);
    } catch (IOException e) {
      this.links.forEach(LinkDelta::close);
      throw e;
    }
  }

  /**
   * Fetches the links, and lays the volumes one over the other, if that is worth while: if few tiles between have to be made. It costs nothing
   * but what the deltas begin with to find out.
   *
   * @param running what the first delta was made against
   * @return whether it did
   */
  boolean lay(SourceReader running, BitSet missing) throws IOException {
    double work = work(missing);
    if (work > (double) MADE_FOR_EACH * missing.cardinality()) {
      return false;
    }
    SourceReader below = running;
    for (LinkDelta link : links) {
      link.load();
      // What several threads ask for by turns may be made again.
      VirtualVolume made = new VirtualVolume(link, below, 2 * (long) work);
      volumes.add(made);
      below = made;
    }
    return true;
  }

  /** What the last delta was made against. Only once they are laid. */
  SourceReader base() {
    return volumes.getLast();
  }

  /** The last delta, which makes the installed volume's tiles. */
  TileSource last() {
    return last;
  }

  /** Bytes received for the links so far. */
  long fetched() {
    return links.stream().mapToLong(LinkDelta::fetched).sum();
  }

  /** How many tiles of the volumes between would be made, if none were kept. */
  private double work(BitSet missing) {
    AskedTiles asked = new AskedTiles(links.getFirst().operations(), null);
    for (LinkDelta link : links.subList(1, links.size())) {
      asked = new AskedTiles(link.operations(), asked);
    }
    OperationTable operations = last.operations();
    for (int tile : missing.stream().toArray()) {
      asked.begin(1);
      for (Extent extent : operations.operation(tile).extents()) {
        if (extent.space() == Extent.Space.OLD) {
          asked.ask(extent);
        }
      }
    }
    return asked.made();
  }

  /** Closes the volumes and the links; the last delta is closed by who reads it. */
  @Override
  public void close() {
    volumes.forEach(VirtualVolume::close);
    links.forEach(LinkDelta::close);
  }
}
