package dev.bascule.publisher.delta;

import dev.bascule.image.difference.DifferenceEncoder;
import dev.bascule.image.difference.FrameEncoder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The packed texts of a base and of the volume that a delta makes of it. */
final class TextPair implements Closeable {

  private final PackedTexts old;
  private final PackedTexts texts;
  private final AnchorIndex anchors;

  private TextPair(PackedTexts old, PackedTexts texts, AnchorIndex anchors) {
    this.old = old;
    this.texts = texts;
    this.anchors = anchors;
  }

  /**
   * Finds them.
   *
   * @param old the base, or null for a payload without one
   * @param work a directory for temporary files, with room for all texts unpacked
   * @return null unless both have some
   */
  static @Nullable TextPair find(@Nullable RawVolume old, RawVolume volume, Path work)
      throws IOException {
    if (old == null) {
      return null;
    }
    PackedTexts ofVolume = PackedTexts.find(volume, work);
    PackedTexts ofBase = null;
    TextPair pair = null;
    try {
      if (!ofVolume.isEmpty()) {
        ofBase = PackedTexts.find(old, work);
        if (!ofBase.isEmpty()) {
          pair = new TextPair(ofBase, ofVolume, AnchorIndex.of(ofBase.content(), done -> {}));
        }
      }
      return pair;
    } finally {
      if (pair == null) {
        ofVolume.close();
        if (ofBase != null) {
          ofBase.close();
        }
      }
    }
  }

  /** Makes tiles of the volume's texts from the base's, for one thread. */
  Repacker repacker(RawVolume volume, Alignment alignment, DifferenceEncoder differences,
      FrameEncoder frames) {
    return new Repacker(volume, old, anchors, texts, alignment, differences, frames);
  }

  @Override
  public void close() throws IOException {
    old.close();
    texts.close();
  }
}
