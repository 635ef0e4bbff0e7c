package dev.bascule.lab.cli;

import dev.bascule.lab.CacheDirectory;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.Progress;
import dev.bascule.lab.pack.Architecture;
import dev.bascule.lab.pack.DevicePackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab package}: what a device's image gets of Bascule. */
@Command(name = "package",
    description = "Makes the device's package of the build's output: a Java runtime, the programs with a cache of"
        + " their start, units, manual pages and completion; as a tree, a tar and a Debian package.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: look, and run what a device would run.",
        "  test-images/lab package out && dpkg-deb -c out/*.deb && out/tree/usr/bin/bascule --help"})
final class PackageCommand implements Callable<Integer> {

  @Spec
  private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "DIR",
      description = "Where to; made if it is not there. A package that is there is replaced.")
  private Path directory = Path.of("");

  @Option(names = "--level", defaultValue = "19",
      description = "zstd's level (default: ${DEFAULT-VALUE}).")
  private int level;

  @Option(names = "--architecture", paramLabel = "NAME",
      description = "What machine it is for, in Debian's words: only this machine's own can be made, and is without being said.")
  private @Nullable String architecture;

  @Override
  public Integer call() throws IOException {
    if (architecture != null) {
      Architecture.require(architecture);
    }
    Progress progress = Progress.to(System.err);
    Path tree = Files.createDirectories(directory).resolve("tree");
    new FileTree(tree).delete();
    DevicePackage made =
        DevicePackage.make(Checkout.find(), CacheDirectory.in(System.getenv()), tree, progress);
    progress.step("packing");
    for (Path file : List.of(made.writeTar(directory, level),
        made.writeDebianPackage(directory, level))) {
      command.commandLine().getOut().printf("%,12d bytes  %s%n", Files.size(file), file);
    }
    return ExitCode.DONE;
  }
}
