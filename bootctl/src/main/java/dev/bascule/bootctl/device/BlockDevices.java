package dev.bascule.bootctl.device;

import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.sys.DeviceNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The block devices of a machine, found by number, name or node. */
public final class BlockDevices {
  private final Host host;

  public BlockDevices(Host host) {
    this.host = host;
  }

  /** The device of a number, if the kernel has one. */
  public Optional<BlockDevice> byNumber(DeviceNumber number) {
    return at(host.sys().resolve("dev").resolve("block").resolve(number.toString()));
  }

  /** The device that the kernel calls so: {@code sda2}, {@code cciss/c0d0p1}. */
  public Optional<BlockDevice> byName(String name) {
    String entry = name.replace('/', '!');
    if (entry.isEmpty() || entry.equals(".") || entry.equals("..") || entry.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    return at(host.sys().resolve("class").resolve("block").resolve(entry));
  }

  /** The device of a node below the host's {@code dev}, links as in {@code /dev/disk} followed. */
  public Optional<BlockDevice> byNode(Path node) {
    var real = realPath(node);
    var dev = realPath(host.dev());
    return real.startsWith(dev) && !real.equals(dev)
        ? byName(dev.relativize(real).toString())
        : Optional.empty();
  }

  /** Where the node of a device is. */
  public Path node(BlockDevice device) {
    return host.dev().resolve(device.name());
  }

  private static Optional<BlockDevice> at(Path entry) {
    return Files.isDirectory(entry) ? Optional.of(new BlockDevice(realPath(entry)))
        : Optional.empty();
  }

  private static Path realPath(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }
}
