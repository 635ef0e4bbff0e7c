package dev.bascule.updater.data;

import dev.bascule.updater.config.DataSettings;
import dev.bascule.updater.health.CheckDirectory;
import dev.bascule.updater.process.ProgramRun;
import dev.bascule.updater.process.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The programs that the running image brings along, one after the other by their names. Each is called with the direction,
 * {@code forward} or {@code back}, the directory, and both versions.
 */
public final class FormPrograms implements Form {

  private final DataSettings settings;
  private final Programs programs;

  public FormPrograms(DataSettings settings, Programs programs) {
    this.settings = settings;
    this.programs = programs;
  }

  @Override
  public boolean known() throws IOException {
    return !files().isEmpty();
  }

  @Override
  public void change(Path directory, Owner from, Owner to) throws IOException {
    String direction = from.version().newerThan(to.version()) ? "back" : "forward";
    for (Path program : files()) {
      ProgramRun run = programs.run(List.of(program.toString(), direction, directory.toString(),
          from.version().toString(), to.version().toString()), settings.timeout());
      if (!run.succeeded()) {
        throw new MigrationException("the migration " + program.getFileName() + " " + direction
            + " from " + from.version() + " to " + to.version() + " failed: "
            + run.wordsAndOutput(),
            "the data is as it was; mend " + program + " in the next release");
      }
    }
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path directory : settings.migrations()) {
      files.addAll(new CheckDirectory(directory).files());
    }
    return files;
  }
}
