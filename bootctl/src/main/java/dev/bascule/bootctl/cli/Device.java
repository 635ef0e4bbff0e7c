package dev.bascule.bootctl.cli;

import dev.bascule.bootctl.BootControl;
import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.loader.BootControls;
import dev.bascule.bootctl.loader.LoaderConfig;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say which device, and how to print; the same for every subcommand. */
final class Device {
  @Spec(Spec.Target.MIXEE) private CommandSpec command;

  @Option(names = "--loader", defaultValue = "gpt", paramLabel = "NAME", description = "The boot loader: gpt (priorities in the partition table). Default: ${DEFAULT-VALUE}") private LoaderName loader;

  @Option(names = "--disk", required = true, paramLabel = "PATH", description = "The whole disk: a device, /dev/mmcblk0 for instance, or an image file") private Path disk;

  @Option(names = "--a", required = true, paramLabel = "SPEC", description = "Slot A's partition: PARTLABEL=name, PARTUUID=guid or /dev/node") private String slotA;

  @Option(names = "--b", required = true, paramLabel = "SPEC", description = "Slot B's partition") private String slotB;

  @Option(names = "--proc", defaultValue = "/proc", paramLabel = "DIR", description = "Where the running system's facts are read; on a bench, a directory with the cmdline file"
      + " of the device. Default: ${DEFAULT-VALUE}") private Path proc;

  @Option(names = "--json", description = "Print JSON for scripts instead of text") private boolean json;

  /** The boot loaders that {@code --loader} can name. */
  enum LoaderName {
    GPT
  }

  BootControl control() throws BootException {
    var running = Host.running();
    var config = switch (loader) {
      case GPT -> new LoaderConfig.Gpt(disk, slotA, slotB);
    };
    return BootControls.open(config, new Host(proc, running.sys(), running.dev()));
  }

  Printer printer() {
    return Printer.of(json, command.commandLine().getOut(), command.commandLine().getErr());
  }
}
