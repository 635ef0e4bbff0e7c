package dev.bascule.bootctl.cli;

import dev.bascule.bootctl.BootControl;
import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.detect.Detection;
import dev.bascule.bootctl.detect.FactReader;
import dev.bascule.bootctl.loader.BootControls;
import dev.bascule.bootctl.loader.LoaderName;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options that say which device, and how to print; the same for every subcommand. */
final class Device {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--loader", paramLabel = "NAME", converter = LoaderNameConverter.class)
  private @Nullable LoaderName loader;

  @Mixin
  private LoaderOptions options;

  @Option(names = "--proc", defaultValue = "/proc", paramLabel = "DIR")
  private Path proc;

  @Option(names = "--sys", defaultValue = "/sys", paramLabel = "DIR")
  private Path sys;

  @Option(names = "--dev", defaultValue = "/dev", paramLabel = "DIR")
  private Path dev;

  @Option(names = "--root", defaultValue = "/", paramLabel = "DIR")
  private Path root;

  @Option(names = "--json")
  private boolean json;

  /** The control of the loader that was named, or else of the one that the device shows. */
  BootControl control() throws BootException {
    return BootControls.open(options.read(loader()), host());
  }

  /** Whether enough was said to look at the loader's state. */
  boolean slotsNamed() {
    return options.slotsNamed();
  }

  /** What the device shows of its boot loader. */
  Detection detection() {
    return Detection.of(new FactReader(host(), root).read());
  }

  Printer printer() {
    return Printer.of(json, command.commandLine().getOut(), command.commandLine().getErr());
  }

  /** A disk is the partition table's: no other loader has one. */
  private LoaderName loader() throws BootException {
    if (loader != null) {
      return loader;
    }
    return options.diskNamed() ? LoaderName.GPT : detected();
  }

  private LoaderName detected() throws BootException {
    return switch (detection()) {
      case Detection.One(var name, _) -> LoaderName.parse(name);
      case Detection.Several several -> throw ambiguous(several);
      case Detection.None none -> throw ambiguous(none);
    };
  }

  private static BootException ambiguous(Detection detection) {
    return new BootException("boot loader: expected one that the device shows, found "
        + detection.explanation(), "name it: --loader " + String.join("|", LoaderName.all()));
  }

  private Host host() {
    return new Host(proc, sys, dev);
  }

  /** Reads {@code --loader}. */
  static final class LoaderNameConverter implements ITypeConverter<LoaderName> {
    @Override
    public LoaderName convert(String text) {
      try {
        return LoaderName.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "expected one of " + String.join(", ", LoaderName.all()) + ", found " + text);
      }
    }
  }
}
