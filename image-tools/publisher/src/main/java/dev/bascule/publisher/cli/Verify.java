package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.publisher.progress.Size;
import dev.bascule.publisher.repository.RepositoryCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Verifies a whole repository as a device does. */
@Command(name = "verify",
    description = "Verify a whole repository with the device's own client, and every file's hash.",
    footer = {
        "", "Example: before a copy goes to the content network:",
        "  bascule-image verify --repo repository"})
final class Verify extends Step {

  @Option(names = "--repo", paramLabel = "DIR", required = true,
      description = "The repository's directory.")
  private Path repository = Path.of("");

  @Option(names = "--root", paramLabel = "FILE",
      description = "The root that devices were built with (default: the repository's 1.root.json).")
  private @Nullable Path root;

  @Option(names = "--threads", paramLabel = "N",
      description = "How many files are read at once (default: one for each processor).")
  private int threads = Runtime.getRuntime().availableProcessors();

  Verify(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    if (threads < 1 || threads > 1024) {
      throw new IllegalArgumentException("--threads: expected 1 to 1024, found " + threads);
    }
    Optional<byte[]> anchor =
        root == null ? Optional.empty() : Optional.of(Files.readAllBytes(root));
    RepositoryCheck.Result result =
        new RepositoryCheck(repository, surroundings().clock().instant())
            .run(anchor, threads, progress());
    ObjectNode json = object()
        .put("ok", result.problems().isEmpty())
        .put("roles", result.published().roles().size())
        .put("files", result.files())
        .put("bytes", result.bytes());
    ArrayNode problems = json.putArray("problems");
    result.problems().forEach(problems::add);
    List<String> lines = new ArrayList<>();
    result.problems().forEach(problem -> lines.add("problem  " + problem));
    lines.add((result.problems().isEmpty() ? "good     " : "BAD      ")
        + result.published().roles().size() + " roles, " + result.files() + " files, "
        + Size.of(result.bytes()));
    return new Report(lines, json, result.problems().isEmpty() ? ExitCode.OK : ExitCode.ERROR);
  }
}
