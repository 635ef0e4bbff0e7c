package dev.bascule.bootctl.disk;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.device.BlockDevice;
import dev.bascule.bootctl.device.BlockDevices;
import dev.bascule.bootctl.gpt.Gpt;
import dev.bascule.bootctl.gpt.GptEntry;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.sys.OpenMode;
import dev.bascule.bootctl.volume.FileVolume;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.bootctl.volume.VolumeSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A whole disk, given by its device or by an image file.
 *
 * @param path the device's node or the file
 * @param host where the partitions' own nodes are found
 */
public record Disk(Path path, Host host) {

  /** Opens the disk itself. */
  public FileVolume openWhole(Access access, OpenMode... modes) throws IOException {
    return FileVolume.open(path, access, modes);
  }

  /**
   * Opens a volume: on an image file the partition's stretch of it, on a device the partition's own
   * node. Where the kernel has no node for it (it did not scan the disk), a stretch of the disk.
   */
  public Volume open(VolumeSpec spec, Access access, OpenMode... modes) throws IOException {
    if (spec instanceof VolumeSpec.Node(var node)) {
      return FileVolume.open(node, access, modes);
    }
    var whole = openWhole(Access.READ);
    Gpt gpt;
    Optional<Path> node;
    GptEntry entry;
    try (whole) {
      gpt = Gpt.read(whole);
      entry = gpt.table().find(spec, path.toString());
      node = node(whole, gpt, entry);
    }
    return node.isPresent()
        ? FileVolume.open(node.get(), access, modes)
        : openStretch(gpt, entry, access, modes);
  }

  private Volume openStretch(Gpt gpt, GptEntry entry, Access access, OpenMode... modes)
      throws IOException {
    var whole = openWhole(access, modes);
    try {
      return whole.region(path + " partition " + entry.number() + " (" + entry.name() + ")",
          entry.firstLba() * gpt.sectorSize(), entry.sectors() * gpt.sectorSize());
    } catch (IOException e) {
      whole.close();
      throw e;
    }
  }

  private Optional<Path> node(FileVolume whole, Gpt gpt, GptEntry entry) throws BootException {
    var devices = new BlockDevices(host);
    Optional<BlockDevice> partition = whole.file()
        .deviceNumber()
        .flatMap(devices::byNumber)
        .flatMap(disk -> disk.partitions()
            .stream()
            .filter(child -> child.partition().getAsInt() == entry.number())
            .findFirst());
    if (partition.isEmpty()) {
      return Optional.empty();
    }
    var found = partition.get();
    long start = entry.firstLba() * gpt.sectorSize();
    long size = entry.sectors() * gpt.sectorSize();
    if (found.start().orElse(-1) != start || found.size().orElse(-1) != size) {
      throw new BootException(
          devices.node(found) + ": expected " + size + " bytes at " + start + " as the table on "
              + path
              + " says, the kernel has " + found.size() + " at " + found.start(),
          "the kernel still uses an older table: run partx -u " + path + " or reboot");
    }
    return Optional.of(devices.node(found));
  }
}
