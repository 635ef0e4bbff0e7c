package dev.bascule.lab.cli;

import dev.bascule.bootctl.gpt.GptEntry;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.disk.DiskPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab disk}: disk images. */
@Command(name = "disk", description = "Whole disks as files.", mixinStandardHelpOptions = true)
final class DiskCommand {

  @Spec
  private CommandSpec command;

  @Command(
      description = "Makes a disk whose slot A holds a volume and is confirmed, and whose slot B is empty.",
      mixinStandardHelpOptions = true)
  int create(
      @Parameters(paramLabel = "DISK", description = "The file to make.") Path disk,
      @Option(names = "--factory", required = true, paramLabel = "VOLUME",
          description = "What slot A holds.") Path factory,
      @Option(names = "--sector-size", defaultValue = "512",
          description = "512 or 4096 (default: ${DEFAULT-VALUE}).") int sectorSize)
      throws IOException {
    DiskPlan plan = DiskPlan.forVolume(Files.size(factory)).withSectors(sectorSize);
    DiskImage image = DiskImage.create(disk, plan, factory);
    for (GptEntry entry : image.readTable().table().partitions()) {
      command.commandLine()
          .getOut()
          .printf(
              "%d %-10s %d bytes at %d, %s%n",
              entry.number(),
              entry.name(),
              entry.sectors() * sectorSize,
              entry.firstLba() * sectorSize,
              entry.attributes());
    }
    return ExitCode.DONE;
  }
}
