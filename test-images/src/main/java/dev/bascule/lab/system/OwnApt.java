package dev.bascule.lab.system;

import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * apt with lists of its own, made of the archives that the host uses: the host knows as little of another architecture,
 * or of sources, afterwards as before.
 *
 * @param state where the lists are
 * @param options besides those that name the lists
 */
public record OwnApt(Path state, List<String> options) {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Lists of an architecture's packages; the directory must exist. */
  static OwnApt ofPackages(Path directory, String architecture) throws IOException {
    return of(directory, List.of("APT::Architecture=" + architecture,
        "APT::Architectures=" + architecture), "deb [arch=" + architecture + "]", _ -> true);
  }

  /**
   * Lists of the release's own sources; the directory must exist. Later sources are left out: not every mirror of the
   * archive for security has them.
   */
  public static OwnApt ofSources(Path directory) throws IOException {
    return of(directory, List.of(), "deb-src", release -> !release.contains("-"));
  }

  private static OwnApt of(Path directory, List<String> options, String kind,
      Predicate<String> releases) throws IOException {
    Path state = Files.createDirectory(directory.resolve("apt"));
    Files.createDirectories(state.resolve("lists/partial"));
    Files.createFile(state.resolve("status"));
    String targets = new Tool("apt-get", "apt")
        .command("indextargets", "--format", "$(REPO_URI) $(CODENAME) $(COMPONENT)",
            "Created-By: Packages", "Origin: Debian", "Component: main")
        .run()
        .output();
    List<String> lines = targets.lines()
        .distinct()
        .map(line -> line.split(" ", -1))
        .filter(words -> releases.test(words[1]))
        .map(words -> kind + " " + String.join(" ", words))
        .toList();
    if (lines.isEmpty()) {
      throw new IOException(
          "apt: expected an archive of Debian's among its sources; run apt-get update");
    }
    Files.write(state.resolve("sources"), lines, StandardCharsets.UTF_8);
    OwnApt apt = new OwnApt(state, options);
    apt.command("apt-get", "-q", "update").within(LIMIT).run();
    return apt;
  }

  /** Fetches what {@code apt-get} is told to, into the directory of the lists. */
  public void fetch(String... arguments) throws IOException {
    List<String> words = new ArrayList<>(List.of("-q"));
    words.addAll(List.of(arguments));
    command("apt-get", words.toArray(String[]::new)).in(state).within(LIMIT).run();
  }

  /** One of apt's programs, on these lists. */
  Command command(String program, String... arguments) throws IOException {
    List<String> words = new ArrayList<>();
    List<String> all = new ArrayList<>(List.of("APT::Sandbox::User=root",
        "Dir::Etc::SourceParts=-", "Dir::Etc::SourceList=" + state.resolve("sources"),
        "Dir::State::Lists=" + state.resolve("lists"),
        "Dir::State::Status=" + state.resolve("status"), "Dir::Cache=" + state.resolve("cache")));
    all.addAll(options);
    for (String option : all) {
      words.addAll(List.of("-o", option));
    }
    words.addAll(List.of(arguments));
    return new Tool(program, "apt").command(words);
  }
}
