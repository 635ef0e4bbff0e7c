package dev.bascule.updater.bus;

import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.updater.check.CheckedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.types.UInt64;
import org.freedesktop.dbus.types.Variant;

/**
 * An image in the words of RAUC's {@code InspectBundle}. As in RAUC's answer, a group is a variant within the dictionary's own
 * variant; what Bascule has no counterpart of (hooks, handlers, meta) is empty or left out, as RAUC does.
 */
final class RaucBundle {

  private RaucBundle() {}

  static Map<String, Variant<?>> facts(CheckedImage image, String model) {
    ImageManifest manifest = image.manifest();
    Map<String, Variant<?>> update = new LinkedHashMap<>();
    update.put("compatible", new Variant<>(model));
    update.put("version", new Variant<>(manifest.version().toString()));
    update.put("description", new Variant<>(manifest.notes()));
    update.put("build", new Variant<>(manifest.built().toString()));
    Map<String, Variant<?>> facts = new LinkedHashMap<>();
    facts.put("manifest-hash", new Variant<>(image.ref().digest().toString()));
    facts.put("update", group(update, "a{sv}"));
    facts.put("bundle", group(Map.of("format", new Variant<>("bascule")), "a{sv}"));
    facts.put("images", group(
        manifest.volumes().stream().map(RaucBundle::image).toList(), "aa{sv}"));
    facts.put("meta", group(Map.of(), "a{sa{ss}}"));
    return facts;
  }

  private static Map<String, Variant<?>> image(VolumeImage volume) {
    Map<String, Variant<?>> image = new LinkedHashMap<>();
    image.put("slot-class", new Variant<>(
        volume.role().equals("root") ? RaucObject.ROOT_CLASS : volume.role()));
    image.put("filename", new Variant<>(volume.role()));
    image.put("checksum", new Variant<>(volume.sha256().toString()));
    image.put("size", new Variant<>(new UInt64(volume.size())));
    image.put("hooks", new Variant<>(List.of(), "as"));
    return image;
  }

  private static Variant<?> group(Object content, String type) {
    return new Variant<>(new Variant<>(content, type), "v");
  }
}
