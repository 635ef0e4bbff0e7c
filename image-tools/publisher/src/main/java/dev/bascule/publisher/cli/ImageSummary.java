package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.Version;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.manifest.Verity;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.publisher.progress.Size;
import java.util.ArrayList;
import java.util.List;

/** An image's manifest for people and machines. */
final class ImageSummary {

  private ImageSummary() {}

  static Report of(ImageManifest image) {
    ObjectNode json = Step.object()
        .put("kind", "image")
        .put("name", image.name())
        .put("version", image.version().toString())
        .put("built", image.built().toString())
        .put("release", image.release())
        .put("floor", image.floor());
    image.compatible().forEach(json.putArray("compatible")::add);
    List<String> lines = new ArrayList<>();
    lines.add("image    " + image.name() + " " + image.version() + ", built " + image.built());
    lines.add("for      " + String.join(", ", image.compatible()));
    lines.add("release  " + image.release() + ", floor " + image.floor());
    Version minimum = image.minimumVersion();
    if (minimum != null) {
      json.put("minimum_version", minimum.toString());
      lines.add("updates  from " + minimum + " or later");
    }
    if (!image.notes().isEmpty()) {
      json.put("notes", image.notes());
      image.notes().lines().forEach(note -> lines.add("notes    " + note));
    }
    image.volumes().forEach(volume -> describe(volume, json, lines));
    return Report.of(json, lines);
  }

  private static void describe(VolumeImage volume, ObjectNode json, List<String> lines) {
    ObjectNode entry = json.withArray("/volumes")
        .addObject()
        .put("role", volume.role())
        .put("size", volume.size())
        .put("device_size", volume.deviceSize())
        .put("sha256", volume.sha256().toString())
        .put("tiles", volume.layout().count());
    lines.add("volume   " + volume.role() + "  " + Size.of(volume.size()) + " in "
        + volume.layout().count() + " tiles, takes " + Size.of(volume.deviceSize())
        + " on the device");
    Verity verity = volume.verity();
    if (verity != null) {
      entry.put("root_hash", verity.rootHash().toString());
      lines.add("         root hash " + verity.rootHash());
    }
    for (Payload payload : volume.payloads()) {
      entry.withArray("/payloads")
          .addObject()
          .put("kind", payload.kind())
          .put("file", payload.file().name())
          .put("length", payload.file().length());
      lines.add(String.format("         %-8s %s, %s (%d %%)", payload.kind(), payload.file().name(),
          Size.of(payload.file().length()), 100 * payload.file().length() / volume.size()));
    }
  }
}
