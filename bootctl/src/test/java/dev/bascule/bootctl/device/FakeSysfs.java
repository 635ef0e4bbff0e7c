package dev.bascule.bootctl.device;

import dev.bascule.bootctl.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A machine's proc, sys and dev as directories and links of a test. */
public record FakeSysfs(Path root) {

  public Host host() {
    return new Host(root.resolve("proc"), root.resolve("sys"), root.resolve("dev"));
  }

  /** Adds a disk: {@code sda}, {@code 8:0}. */
  public Path disk(String name, String number) throws IOException {
    return device(root.resolve("sys/devices/bus").resolve(name.replace('/', '!')), name, number);
  }

  /** Adds a partition of a disk, with its place in bytes. */
  public Path partition(String disk, String name, String number, int partition, long start,
      long size)
      throws IOException {
    var directory =
        device(root.resolve("sys/devices/bus").resolve(disk).resolve(name), name, number);
    Files.writeString(directory.resolve("partition"), partition + "\n");
    Files.writeString(directory.resolve("start"), start / 512 + "\n");
    Files.writeString(directory.resolve("size"), size / 512 + "\n");
    return directory;
  }

  /** Adds a mapping that stands on another device. */
  public Path mapping(String name, String number, Path... slaves) throws IOException {
    var directory = device(root.resolve("sys/devices/virtual/block").resolve(name), name, number);
    for (var slave : slaves) {
      Files.createDirectories(directory.resolve("slaves"));
      Files.createSymbolicLink(directory.resolve("slaves").resolve(slave.getFileName()), slave);
    }
    return directory;
  }

  private Path device(Path directory, String name, String number) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("dev"), number + "\n");
    link(root.resolve("sys/dev/block").resolve(number), directory);
    link(root.resolve("sys/class/block").resolve(name.replace('/', '!')), directory);
    var node = root.resolve("dev").resolve(name);
    Files.createDirectories(node.getParent());
    Files.createFile(node);
    return directory;
  }

  /** Makes a link below dev, as udev does. */
  public void alias(String link, String node) throws IOException {
    link(root.resolve("dev").resolve(link), root.resolve("dev").resolve(node));
  }

  private static void link(Path link, Path target) throws IOException {
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, target);
  }

  public void commandLine(String line) throws IOException {
    Files.createDirectories(root.resolve("proc/self"));
    Files.writeString(root.resolve("proc/cmdline"), line + "\n");
  }

  /** Sets the mounts, each as number, point and source. */
  public void mounts(String... mounts) throws IOException {
    Files.createDirectories(root.resolve("proc/self"));
    var text = new StringBuilder("22 27 0:20 / /proc rw,nosuid shared:5 - proc proc rw\n");
    for (int i = 0; i + 2 < mounts.length; i += 3) {
      text.append("%d 1 %s / %s ro,relatime shared:1 - ext4 %s ro\n".formatted(100 + i, mounts[i],
          mounts[i + 1],
          mounts[i + 2]));
    }
    Files.writeString(root.resolve("proc/self/mountinfo"), text);
  }
}
