package dev.bascule.bootctl.loader;

import dev.bascule.bootctl.Slot;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Makes a loader's configuration of its settings. Here, and only here, is which settings each loader has, and what
 * holds where one is left out: the place where distributions have it.
 */
public final class LoaderReader<E extends Exception> {
  private static final int MAX_PARTITION = 128;

  private final LoaderSettings<E> settings;

  public LoaderReader(LoaderSettings<E> settings) {
    this.settings = settings;
  }

  /** Reads the settings of one loader; what others would need is not asked for. */
  public LoaderConfig read(LoaderName loader) throws E {
    return switch (loader) {
      case GPT -> new LoaderConfig.Gpt(required("disk", "the disk that has the partition table"),
          root(Slot.A), root(Slot.B));
      case GRUB -> {
        var names = names("A", "B");
        yield new LoaderConfig.Grub(path("environment", "/boot/grub/grubenv"),
            settings.path("second"), names.getFirst(), names.getLast(), root(Slot.A), root(Slot.B));
      }
      case GRUB_MENDER -> {
        var parts = partitions();
        yield new LoaderConfig.GrubMender(path("environment", "/boot/efi/grub-mender-grubenv"),
            parts.getFirst(), parts.getLast(), root(Slot.A), root(Slot.B));
      }
      case UBOOT -> {
        var names = names("A", "B");
        yield new LoaderConfig.Uboot(ubootEnvironment(), names.getFirst(), names.getLast(),
            root(Slot.A), root(Slot.B));
      }
      case UBOOT_MENDER -> {
        var parts = partitions();
        yield new LoaderConfig.UbootMender(ubootEnvironment(), parts.getFirst(), parts.getLast(),
            root(Slot.A), root(Slot.B));
      }
      case UBOOT_SWUPDATE -> {
        var values = requiredNames("the variable's values for slot A and slot B");
        yield new LoaderConfig.UbootSwupdate(ubootEnvironment(),
            required("variable", "the variable that selects a slot", settings.text("variable")),
            values.getFirst(), values.getLast(), root(Slot.A), root(Slot.B));
      }
      case COMMAND -> {
        var names = names("A", "B");
        yield new LoaderConfig.Command(
            required("program", "the program that sets and tells slots"),
            settings.limit(), settings.memory(), names.getFirst(), names.getLast(), root(Slot.A),
            root(Slot.B));
      }
      case ANDROID -> new LoaderConfig.Android(path("misc", "/dev/disk/by-partlabel/misc"),
          root(Slot.A), root(Slot.B));
      case EFI -> {
        var entries = requiredNames("the descriptions of the two Boot#### entries");
        yield new LoaderConfig.Efi(entries.getFirst(), entries.getLast(), root(Slot.A),
            root(Slot.B));
      }
      case SYSTEMD_BOOT -> {
        var entries = requiredNames("the two entries without counters, such as slot-a.conf");
        Path esp = path("esp", "/boot");
        yield new LoaderConfig.SystemdBoot(esp, settings.path("boot").orElse(esp),
            entries.getFirst(), entries.getLast(), root(Slot.A), root(Slot.B));
      }
      case RASPBERRYPI -> {
        var parts = partitions();
        yield new LoaderConfig.RaspberryPi(path("autoboot", "/boot/firmware/autoboot.txt"),
            parts.getFirst(), parts.getLast(), root(Slot.A), root(Slot.B));
      }
      case BAREBOX -> {
        var targets = names("system0", "system1");
        yield new LoaderConfig.Barebox(settings.text("state").orElse("state"), targets.getFirst(),
            targets.getLast(), root(Slot.A), root(Slot.B));
      }
    };
  }

  private String root(Slot slot) throws E {
    return settings.root(slot);
  }

  private Path ubootEnvironment() throws E {
    return path("environment", "/etc/fw_env.config");
  }

  private Path path(String key, String absent) throws E {
    return settings.path(key).orElse(Path.of(absent));
  }

  private Path required(String key, String expected) throws E {
    return required(key, expected, settings.path(key));
  }

  private <T> T required(String key, String expected, Optional<T> value) throws E {
    return value.orElseThrow(() -> settings.wrong(key, expected, "nothing"));
  }

  private List<String> names(String a, String b) throws E {
    return settings.names().orElse(List.of(a, b));
  }

  private List<String> requiredNames(String expected) throws E {
    return required("names", expected, settings.names());
  }

  /** The partitions' numbers: 2 and 3, behind the one that the loader itself is on, where nothing else is said. */
  private List<Integer> partitions() throws E {
    var names = names("2", "3");
    if (!names.stream().allMatch(LoaderReader::isPartition)) {
      throw settings.wrong("names", "two partitions' numbers, such as 2 and 3",
          String.join(" and ", names));
    }
    return names.stream().map(Integer::valueOf).toList();
  }

  private static boolean isPartition(String text) {
    return text.matches("[1-9][0-9]{0,2}") && Integer.parseInt(text) <= MAX_PARTITION;
  }
}
