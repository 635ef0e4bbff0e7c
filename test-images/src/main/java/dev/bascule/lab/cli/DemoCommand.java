package dev.bascule.lab.cli;

import dev.bascule.lab.CacheDirectory;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.demo.Demo;
import dev.bascule.lab.demo.VirtualDemo;
import dev.bascule.lab.device.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lab demo}: what {@code ./demo} runs. */
@Command(name = "demo",
    description = "The main job on a disk image file: a device is made, updated, broken, rolled back and attacked.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  @Spec
  private CommandSpec command = CommandSpec.create();

  @Option(names = "--keep", paramLabel = "DIR",
      description = "Work in this directory, new or empty, and leave everything there for a look.")
  private @Nullable Path keep;

  @Option(names = "--vm",
      description = "On a virtual machine with real firmware, GRUB and Debian's systemd instead: some minutes; needs root"
          + " and Debian's packages, which it names.")
  private boolean vm;

  @Override
  public Integer call() throws IOException {
    Path directory = keep == null
        ? Files.createTempDirectory("bascule-demo-")
        : Files.createDirectories(keep);
    try (Stream<Path> entries = Files.list(directory)) {
      if (entries.findAny().isPresent()) {
        throw new IOException(directory + ": expected an empty directory");
      }
    }
    try {
      Checkout checkout = Checkout.find();
      if (vm) {
        new VirtualDemo(checkout, directory.toRealPath(), CacheDirectory.in(System.getenv()),
            command.commandLine().getOut()).run();
        return ExitCode.DONE;
      }
      Training.ensure(checkout); // some fifty short commands are run
      new Demo(checkout, directory.toRealPath(),
          command.commandLine().getOut()).run();
    } finally {
      if (keep == null) {
        new FileTree(directory).delete();
      }
    }
    return ExitCode.DONE;
  }
}
