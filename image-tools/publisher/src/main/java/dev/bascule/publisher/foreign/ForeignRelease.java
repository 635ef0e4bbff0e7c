package dev.bascule.publisher.foreign;

import java.util.List;

/**
 * What another updater's file held.
 *
 * @param format the updater's name and its format's, for people
 * @param signers who signed it, of those whom the owner named; empty if nobody was asked
 * @param version as the file has it, in whatever form; empty if it has none
 * @param description what it says of itself; empty if nothing
 * @param compatible which devices it says it is for
 * @param images what becomes volumes
 * @param left what the old updater would have done beside writing these images, and an image does not
 */
public record ForeignRelease(String format, List<String> signers, String version,
    String description, List<String> compatible, List<ForeignImage> images, List<String> left) {

  public ForeignRelease {
    signers = List.copyOf(signers);
    compatible = List.copyOf(compatible);
    images = List.copyOf(images);
    left = List.copyOf(left);
  }
}
