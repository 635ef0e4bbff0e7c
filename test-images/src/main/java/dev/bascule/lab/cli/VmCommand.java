package dev.bascule.lab.cli;

import dev.bascule.lab.CacheDirectory;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.Progress;
import dev.bascule.lab.loader.LoaderSetup;
import dev.bascule.lab.system.FullSystem;
import dev.bascule.lab.system.TinySystem;
import dev.bascule.lab.vm.FullScenario;
import dev.bascule.lab.vm.Laboratory;
import dev.bascule.lab.vm.RecordedCuts;
import dev.bascule.lab.vm.Scenario;
import dev.bascule.lab.vm.Systems;
import dev.bascule.lab.vm.VirtualDevice;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lab vm}: devices that are virtual machines with real boot loaders. */
@Command(name = "vm",
    description = "Virtual machines with real boot loaders and our commands in them.",
    mixinStandardHelpOptions = true)
final class VmCommand {

  private static final String UNKNOWN =
      "no such loader or scenario; `lab vm list` tells what there is";

  /** Which guest runs. */
  enum Guest {
    TINY, FULL
  }

  @Spec
  private CommandSpec command = CommandSpec.create();

  @Command(
      description = "Lists the loaders and the scenarios; those of the full system are marked.",
      mixinStandardHelpOptions = true)
  int list() throws IOException {
    PrintWriter out = command.commandLine().getOut();
    Checkout checkout = Checkout.find();
    Path cache = CacheDirectory.in(System.getenv());
    for (LoaderSetup loader : Laboratory.loaders(checkout, cache, Progress.to(System.err))) {
      out.println("loader    " + loader.name());
    }
    for (Scenario scenario : Laboratory.scenarios(checkout, 1, RecordedCuts.FEW)) {
      out.printf("scenario  %-17s %s%n", scenario.name(), scenario.claim());
    }
    for (FullScenario scenario : FullScenario.all()) {
      out.printf("full      %-17s %s%n", scenario.name(), scenario.claim());
    }
    return ExitCode.DONE;
  }

  @Command(description = {
      "Lets a new device live through each scenario with each loader; all of them where none is named.",
      "It goes on after a failure, and ends with 1 if there was one."},
      mixinStandardHelpOptions = true)
  int run(
      @Option(names = "--loader", paramLabel = "NAME",
          description = "Only this one; may be repeated.") @Nullable List<String> loaders,
      @Option(names = "--scenario", paramLabel = "NAME",
          description = "Only this one; may be repeated.") @Nullable List<String> scenarios,
      @Option(names = "--seed", defaultValue = "1", paramLabel = "N",
          description = "Decides the moments of power cuts (default: ${DEFAULT-VALUE}).") long seed,
      @Option(names = "--boots", defaultValue = "" + RecordedCuts.FEW, paramLabel = "N",
          description = "States of a recording that are booted (default: ${DEFAULT-VALUE}).") int boots,
      @Option(names = "--system", paramLabel = "NAME", defaultValue = "tiny",
          description = "tiny: busybox, every loader; full: Debian with systemd and dm-verity, GRUB (default:"
              + " ${DEFAULT-VALUE}).") Guest guest,
      @Option(names = "--keep", paramLabel = "DIR",
          description = "Leave disks and consoles' logs in this directory, new or empty.") @Nullable Path keep)
      throws IOException {
    Checkout checkout = Checkout.find();
    Path place = keep == null
        ? Files.createTempDirectory("bascule-vm-")
        : Files.createDirectories(keep).toRealPath();
    int code = switch (guest) {
      case TINY ->
        runTiny(checkout, loaders, Laboratory.scenarios(checkout, seed, boots), scenarios,
            place, keep == null);
      case FULL -> runFull(checkout, scenarios, place, keep == null);
    };
    if (keep == null) {
      new FileTree(place).delete();
    }
    return code;
  }

  private int runFull(Checkout checkout, @Nullable List<String> scenarios, Path place,
      boolean clean) throws IOException {
    List<FullScenario> told = FullScenario.all()
        .stream()
        .filter(scenario -> scenarios == null || scenarios.contains(scenario.name()))
        .toList();
    if (told.isEmpty()) {
      throw new ParameterException(command.commandLine(), UNKNOWN);
    }
    Progress progress = Progress.to(System.err);
    FullSystem system = FullSystem.build(checkout, CacheDirectory.in(System.getenv()),
        place.resolve("system"), progress);
    Tale tale = new Tale(command.commandLine().getOut(), progress, clean);
    for (FullScenario scenario : told) {
      tale.tell(scenario.name(), place.resolve(scenario.name()),
          directory -> scenario.run(checkout, system, directory, progress));
    }
    return tale.failures() ? ExitCode.FAILED : ExitCode.DONE;
  }

  private int runTiny(Checkout checkout, @Nullable List<String> loaders,
      List<Scenario> all, @Nullable List<String> scenarios, Path place, boolean clean)
      throws IOException {
    Progress progress = Progress.to(System.err);
    Path cache = CacheDirectory.in(System.getenv());
    List<LoaderSetup> chosen = Laboratory.loaders(checkout, cache, progress)
        .stream()
        .filter(loader -> loaders == null || loaders.contains(loader.name()))
        .toList();
    List<Scenario> told = all.stream()
        .filter(scenario -> scenarios == null || scenarios.contains(scenario.name()))
        .toList();
    if (chosen.isEmpty() || told.isEmpty()) {
      throw new ParameterException(command.commandLine(), UNKNOWN);
    }
    Systems systems = new Systems(checkout, cache, place.resolve("system"), progress);
    Tale tale = new Tale(command.commandLine().getOut(), progress, clean);
    for (LoaderSetup loader : chosen) {
      TinySystem system = systems.of(loader);
      for (Scenario scenario : told) {
        if (scenario.needsCommands() && !system.hasCommands()) {
          continue;
        }
        String title = loader.name() + " " + scenario.name();
        tale.tell(title, place.resolve(title.replace(' ', '-')), directory -> scenario
            .run(VirtualDevice.assemble(directory, loader, system), progress));
      }
    }
    return tale.failures() ? ExitCode.FAILED : ExitCode.DONE;
  }
}
