package dev.bascule.publisher.lint;

import dev.bascule.image.Sha256;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.Verity;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.publisher.progress.Size;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is looked for in an image that was built and not signed yet: whether the slots in the field hold it, and whether what
 * boots it names its hash tree.
 *
 * @param image what the manifest says
 * @param slots the smallest slot in the field for each role, in bytes; roles that are not named are not looked at
 * @param boot files with the kernel's command line: a unified kernel image, a boot loader's entry or configuration, a
 *     volume with one of them; none if it is not asked for
 */
public record BuiltImage(ImageManifest image, Map<String, Long> slots, List<Path> boot) {

  /** A slot that is filled to more than this is soon too small. */
  private static final int ALMOST_FULL_PERCENT = 90;

  public BuiltImage {
    slots = Map.copyOf(slots);
    boot = List.copyOf(boot);
    Set<String> unknown = new TreeSet<>(slots.keySet());
    image.volumes().forEach(volume -> unknown.remove(volume.role()));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("slots: expected roles of the image, "
          + image.volumes().stream().map(VolumeImage::role).toList() + ", found " + unknown);
    }
    if (!boot.isEmpty() && image.volumes().stream().noneMatch(volume -> volume.verity() != null)) {
      throw new IllegalArgumentException(
          "boot files: no volume of the image has a hash tree that a "
              + "command line could name; build it with --verity");
    }
  }

  /** Looks. */
  public List<Finding> look() throws IOException {
    Set<String> named = new TreeSet<>();
    for (Path file : boot) {
      named.addAll(HashesInText.of(file));
    }
    List<Finding> findings = new ArrayList<>();
    for (VolumeImage volume : image.volumes()) {
      Long slot = slots.get(volume.role());
      if (slot != null) {
        judgeSize(volume, slot, findings);
      }
      Verity verity = volume.verity();
      if (verity != null && !boot.isEmpty()) {
        judgeRootHash(volume.role(), verity.rootHash(), named, findings);
      }
    }
    return findings;
  }

  private static void judgeSize(VolumeImage volume, long slot, List<Finding> findings) {
    long taken = volume.deviceSize();
    String found =
        "takes " + Size.of(taken) + (volume.verity() == null ? "" : " with its hash tree")
            + " of a slot of " + Size.of(slot);
    if (taken > slot) {
      findings.add(new Finding("slot-size", true, volume.role(), found,
          "devices with such a slot refuse it: take something out, or offer it to models with larger slots only"));
    } else if (taken > slot / 100 * ALMOST_FULL_PERCENT) {
      findings.add(new Finding("slot-size", false, volume.role(), found,
          "a release after it may not fit: plan what goes before devices refuse one"));
    }
  }

  private void judgeRootHash(String role, Sha256 expected, Set<String> named,
      List<Finding> findings) {
    if (!named.contains(expected.toString())) {
      findings.add(new Finding("root-hash", true, role,
          "its root hash " + expected + " is not in " + boot + ", which "
              + (named.isEmpty() ? "has no digest at all" : "names " + String.join(", ", named)),
          "the kernel would not mount it: write the root hash that bascule-image build printed into the command line, and build again"));
    }
  }
}
