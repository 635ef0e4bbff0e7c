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
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--loader", defaultValue = "gpt", paramLabel = "NAME")
  private LoaderName loader;

  @Option(names = "--disk", required = true, paramLabel = "PATH")
  private Path disk;

  @Option(names = "--a", required = true, paramLabel = "SPEC")
  private String slotA;

  @Option(names = "--b", required = true, paramLabel = "SPEC")
  private String slotB;

  @Option(names = "--proc", defaultValue = "/proc", paramLabel = "DIR")
  private Path proc;

  @Option(names = "--json")
  private boolean json;

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
