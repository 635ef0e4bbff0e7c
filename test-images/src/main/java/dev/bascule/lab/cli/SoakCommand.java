package dev.bascule.lab.cli;

import dev.bascule.lab.CacheDirectory;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.Progress;
import dev.bascule.lab.loader.LoaderSetup;
import dev.bascule.lab.powercut.CutReport;
import dev.bascule.lab.powercut.CutRun;
import dev.bascule.lab.powercut.HtmlReport;
import dev.bascule.lab.powercut.Recordings;
import dev.bascule.lab.vm.Laboratory;
import dev.bascule.lab.vm.RecordedCuts;
import dev.bascule.lab.vm.Systems;
import dev.bascule.lab.vm.VirtualDevice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lab soak}: power cuts for as long as one likes. */
@Command(name = "soak",
    description = {
        "Records what a device's updates, confirmations and rollbacks ask of its disk and files, cuts the power"
            + " everywhere, and judges every state that this can leave; from some of them the device goes on, is"
            + " recorded again, and cut again.",
        "Each round has a seed of its own, counted from --seed. It ends with 1 if anything was wrong."},
    mixinStandardHelpOptions = true)
final class SoakCommand implements Callable<Integer> {

  @Spec
  private CommandSpec command = CommandSpec.create();
  @Option(names = "--minutes", defaultValue = "5", paramLabel = "N",
      description = "No further round begins after that; one always runs (default: ${DEFAULT-VALUE}).")
  private int minutes;
  @Option(names = "--seed", defaultValue = "1", paramLabel = "S",
      description = "Decides samples and devices that go on (default: ${DEFAULT-VALUE}).")
  private long seed;
  @Option(names = "--samples", defaultValue = "200", paramLabel = "N",
      description = "States at each flush where not every one is looked at (default: ${DEFAULT-VALUE}).")
  private int samples;
  @Option(names = "--resume", defaultValue = "6", paramLabel = "N",
      description = "States of each chapter and round from which a device goes on (default: ${DEFAULT-VALUE}).")
  private int resumptions;
  @Option(names = "--loader", paramLabel = "NAME",
      description = "Only devices with this one (gpt, grub, uboot, systemd-boot); may be repeated.")
  private List<String> loaders = List.of();
  @Option(names = "--boots", defaultValue = "0", paramLabel = "N",
      description = "Also record a trial in a virtual machine, and really boot so many of the states that a cut"
          + " can leave of it; their consoles are in the report (default: ${DEFAULT-VALUE}).")
  private int boots;
  @Option(names = "--machine", defaultValue = "grub-uefi", paramLabel = "NAME",
      description = "Its loader, one of `lab vm list` whose guest has our commands; may be repeated"
          + " (default: ${DEFAULT-VALUE}).")
  private List<String> machines = List.of();
  @Option(names = "--json", description = "Print the counts as JSON.")
  private boolean json;
  @Option(names = "--report", paramLabel = "FILE",
      description = "Write a page with a timeline.")
  private @Nullable Path report;

  @Option(names = "--keep", paramLabel = "DIR",
      description = "Leave recordings, keys and images in this directory, which must not be there yet.")
  private @Nullable Path keep;
  @Option(names = "--replay", paramLabel = "DIR",
      description = "Judge what an earlier run kept, with --seed and --samples; nothing is recorded.")
  private @Nullable Path replay;

  @Override
  public Integer call() throws IOException {
    for (String loader : loaders) {
      if (!CutRun.loaderLabels().contains(loader)) {
        throw new ParameterException(command.commandLine(), "--loader: expected one of "
            + CutRun.loaderLabels() + ", found " + loader);
      }
    }
    Progress progress = Progress.to(System.err);
    List<LoaderSetup> booted = boots > 0 ? machines(progress) : List.of();
    CutReport found = replay == null
        ? record(progress)
        : new Recordings(replay).judge(seed, samples, loaders, progress);
    boot(booted, found, progress);
    if (report != null) {
      Files.writeString(report, new HtmlReport(found).page(), StandardCharsets.UTF_8);
    }
    found.failures().forEach(command.commandLine().getErr()::println);
    command.commandLine().getOut().println(json ? found.json() : found.summary());
    return found.wrong() == 0 && found.bricked() == 0 ? ExitCode.DONE : ExitCode.FAILED;
  }

  private List<LoaderSetup> machines(Progress progress) throws IOException {
    List<LoaderSetup> able = Laboratory
        .loaders(Checkout.find(), CacheDirectory.in(System.getenv()), progress)
        .stream()
        .filter(LoaderSetup::runsCommands)
        .toList();
    List<String> names = able.stream().map(LoaderSetup::name).toList();
    for (String machine : machines) {
      if (!names.contains(machine)) {
        throw new ParameterException(command.commandLine(),
            "--machine: expected one of " + names + ", found " + machine);
      }
    }
    return able.stream().filter(loader -> machines.contains(loader.name())).toList();
  }

  private void boot(List<LoaderSetup> loaders, CutReport found, Progress progress)
      throws IOException {
    Path place = Files.createTempDirectory("bascule-soak-vm-");
    try {
      Systems systems = new Systems(Checkout.find(), CacheDirectory.in(System.getenv()),
          place.resolve("system"), progress);
      for (LoaderSetup loader : loaders) {
        VirtualDevice device =
            VirtualDevice.assemble(place.resolve(loader.name()), loader, systems.of(loader));
        new RecordedCuts(seed, boots).boot(device, progress).forEach(found::addBooted);
        new FileTree(device.directory()).delete();
      }
    } finally {
      new FileTree(place).delete();
    }
  }

  private CutReport record(Progress progress) throws IOException {
    CutRun run = new CutRun(seed, samples, resumptions, Duration.ofMinutes(minutes), loaders);
    if (keep != null) {
      return run.run(Checkout.find(), Files.createDirectory(keep).toRealPath(), progress);
    }
    Path place = Files.createTempDirectory("bascule-soak-");
    try {
      return run.run(Checkout.find(), place, progress);
    } finally {
      new FileTree(place).delete();
    }
  }
}
