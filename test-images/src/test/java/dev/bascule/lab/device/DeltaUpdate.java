package dev.bascule.lab.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bascule.bootctl.Slot;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.disk.DiskPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A device that runs one volume, and installs another by the delta that its publisher makes. */
final class DeltaUpdate {

  private DeltaUpdate() {}

  /** Has it done by the real commands, in an empty directory; the second slot then has the second volume, to which no full payload helped. */
  static void requireBytes(Path directory, Path before, Path after, long most)
      throws IOException {
    Checkout checkout = Checkout.find();
    Workshop workshop = Workshop.create(directory.resolve("workshop"), checkout.basculeImage());
    workshop.build(1, before, 3);
    workshop.publish(1);
    workshop.build(2, after, 3);
    workshop.publish(2);
    DiskImage disk = DiskImage.create(
        directory.resolve("disk"), DiskPlan.forVolume(Files.size(before)), before);
    Device device = workshop.assemble(directory.resolve("device"), disk.file(),
        workshop.repository().toUri().toString(), checkout.bascule());
    device.recordFactoryImage(workshop.built(1).resolve(ImageManifest.FILE_NAME));
    device.powerOn();

    JsonNode installed =
        new ObjectMapper().readTree(device.bascule("install", "--json").run().output());

    assertThat(disk.firstDifference(Slot.B, after)).isEqualTo(-1);
    assertThat(installed.at("/cost/volumes/0/tiles_repaired").intValue()).isZero();
    assertThat(installed.at("/cost/bytes_fetched").longValue()).isBetween(1L, most);
  }
}
