package dev.bascule.lab.powercut;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.lab.cut.Medium;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which signed image is in a slot of many media, byte by byte. */
final class SlotContents {

  private static final int PIECE = 64 << 10;

  private final List<SignedContent> images;
  private final int longest;
  private final Map<Slot, Known> last = new EnumMap<>(Slot.class);

  SlotContents(List<SignedContent> images) {
    this.images = List.copyOf(images);
    this.longest = images.stream().mapToInt(image -> image.bytes().length).max().orElse(0);
  }

  /**
   * What a slot holds, or null if that is no signed image; looked at once as long as nothing of it changes.
   *
   * @param start where the slot begins on the disk, in bytes
   */
  @Nullable
  SignedContent find(Medium medium, Slot slot, long start) throws IOException {
    boolean open = medium.keptOnDisk()
        .stream()
        .anyMatch(write -> write.position() < start + longest
            && write.position() + write.bytes().remaining() > start);
    if (open) {
      return find(medium.disk(), start);
    }
    Known known = last.get(slot);
    if (known == null || !known.epoch.equals(medium.epoch())) {
      known = new Known(medium.epoch(), find(medium.disk(), start));
      last.put(slot, known);
    }
    return known.image;
  }

  private @Nullable SignedContent find(Volume disk, long start) throws IOException {
    for (SignedContent image : images) {
      if (holds(disk, start, image.bytes())) {
        return image;
      }
    }
    return null;
  }

  private static boolean holds(Volume disk, long start, byte[] content) throws IOException {
    byte[] found = new byte[PIECE];
    for (int at = 0; at < content.length; at += PIECE) {
      int length = Math.min(PIECE, content.length - at);
      disk.read(start + at, ByteBuffer.wrap(found, 0, length));
      if (!Arrays.equals(found, 0, length, content, at, at + length)) {
        return false;
      }
    }
    return true;
  }

  private record Known(Object epoch, @Nullable SignedContent image) {}
}
