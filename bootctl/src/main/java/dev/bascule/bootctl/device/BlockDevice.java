package dev.bascule.bootctl.device;

import dev.bascule.bootctl.sys.DeviceNumber;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A disk, partition or mapping, by its directory in sysfs. What cannot be read is absent: devices come
 * and go.
 *
 * @param directory the real one, with no links in its path
 */
public record BlockDevice(Path directory) {
  private static final int MAX_ATTRIBUTE = 4096;
  private static final int MAX_NEIGHBOURS = 256;

  /** The kernel's name, as its node below {@code /dev} has it. */
  public String name() {
    return String.valueOf(directory.getFileName()).replace('!', '/');
  }

  /** The device's number. */
  public Optional<DeviceNumber> number() {
    return attribute("dev").flatMap(DeviceNumber::parse);
  }

  /** The partition's number on its disk, or empty if this is no partition. */
  public OptionalInt partition() {
    var number = decimal("partition");
    return number.isPresent() && number.getAsLong() <= Integer.MAX_VALUE
        ? OptionalInt.of((int) number.getAsLong())
        : OptionalInt.empty();
  }

  /** The partitions that the kernel knows on this disk. */
  public List<BlockDevice> partitions() {
    return below(directory).filter(child -> child.partition().isPresent()).toList();
  }

  /** The devices that a mapping stands on. */
  public List<BlockDevice> slaves() {
    return below(directory.resolve("slaves")).toList();
  }

  /** Where a partition begins on its disk, in bytes. */
  public OptionalLong start() {
    return inSectors("start");
  }

  /** The device's size in bytes. */
  public OptionalLong size() {
    return inSectors("size");
  }

  /** The file behind a loop device. */
  public Optional<String> backingFile() {
    return attribute("loop/backing_file");
  }

  /** One line of the device's {@code uevent}, {@code PARTNAME} for instance. */
  public Optional<String> property(String key) {
    return attribute("uevent").flatMap(text -> text.lines()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .findFirst());
  }

  /** The kernel counts in units of 512 bytes here, whatever the device's sectors. */
  private OptionalLong inSectors(String name) {
    var count = decimal(name);
    return count.isPresent() && count.getAsLong() <= Long.MAX_VALUE / 512
        ? OptionalLong.of(count.getAsLong() * 512)
        : OptionalLong.empty();
  }

  private OptionalLong decimal(String name) {
    return attribute(name).filter(text -> text.matches("\\d{1,18}"))
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }

  private Optional<String> attribute(String name) {
    try (var in = Files.newInputStream(directory.resolve(name))) {
      return Optional.of(new String(in.readNBytes(MAX_ATTRIBUTE), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Stream<BlockDevice> below(Path directory) {
    try (var children = Files.list(directory)) {
      return children.filter(Files::isDirectory)
          .limit(MAX_NEIGHBOURS)
          .sorted()
          .toList()
          .stream()
          .map(child -> {
            try {
              return new BlockDevice(child.toRealPath());
            } catch (IOException e) {
              return new BlockDevice(child);
            }
          });
    } catch (IOException e) {
      return Stream.of();
    }
  }
}
