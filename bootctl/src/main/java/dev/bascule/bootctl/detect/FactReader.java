package dev.bascule.bootctl.detect;

import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.booted.KernelCommandLine;
import dev.bascule.bootctl.efi.EfiVariables;
import dev.bascule.bootctl.gpt.Gpt;
import dev.bascule.bootctl.raspberrypi.FirmwareFacts;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.systemdboot.LoaderVariables;
import dev.bascule.bootctl.volume.FileVolume;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks at a device. What cannot be read is not there: this writes nothing and fails at nothing. */
public final class FactReader {
  private static final int MAX_DISKS = 256;
  private static final int MAX_PROPERTY = 4096;

  private final Host host;
  private final Path root;

  /**
   * @param root where the running system's files are, {@code /} usually
   */
  public FactReader(Host host, Path root) {
    this.host = host;
    this.root = root;
  }

  /** Reads all facts. */
  public DeviceFacts read() {
    var efi = EfiVariables.of(host);
    Optional<String> loaderInfo = Optional.empty();
    List<String> parameters = List.of();
    boolean tryboot = false;
    try {
      parameters = KernelCommandLine.read(host.proc())
          .parameters()
          .stream()
          .map(KernelCommandLine.Parameter::key)
          .toList();
      tryboot = FirmwareFacts.read(host.proc()).tryboot().isPresent();
      loaderInfo = new LoaderVariables(efi).readLoaderInfo();
    } catch (IOException e) {
      // An unreadable fact is no fact; the signs that are left decide, or refuse to.
    }
    return new DeviceFacts(loaderInfo, efi.present(),
        parameters.stream().collect(Collectors.toSet()), property("chosen/u-boot,version"), tryboot,
        bareboxState(),
        Files.exists(host.dev().resolve("disk").resolve("by-partlabel").resolve("misc")),
        readPriorities(),
        DeviceFacts.FILES.stream().filter(file -> Files.exists(root.resolve(file))).toList());
  }

  private boolean bareboxState() {
    return property("aliases/state").filter(path -> path.startsWith("/"))
        .flatMap(path -> property(path.substring(1) + "/compatible"))
        .filter(compatible -> compatible.contains("barebox,state"))
        .isPresent();
  }

  private Optional<String> property(String path) {
    try (var in = Files.newInputStream(host.proc().resolve("device-tree").resolve(path))) {
      String text = new String(in.readNBytes(MAX_PROPERTY), StandardCharsets.UTF_8);
      return Optional.of(text.replace('\0', ' ').strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private List<String> readPriorities() {
    var found = new ArrayList<String>();
    for (var disk : disks()) {
      try (var volume = FileVolume.open(disk, Access.READ)) {
        Gpt.read(volume)
            .table()
            .partitions()
            .stream()
            .filter(entry -> entry.attributes().bootable())
            .forEach(entry -> found.add(disk + " " + entry.number() + " " + entry.name()));
      } catch (IOException e) {
        // A disk without a table has no such partitions.
      }
    }
    return found;
  }

  private List<Path> disks() {
    try (var blocks = Files.list(host.sys().resolve("class").resolve("block"))) {
      return blocks.filter(block -> !Files.exists(block.resolve("partition")))
          .limit(MAX_DISKS)
          .map(block -> host.dev().resolve(String.valueOf(block.getFileName()).replace('!', '/')))
          .filter(Files::isReadable)
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
