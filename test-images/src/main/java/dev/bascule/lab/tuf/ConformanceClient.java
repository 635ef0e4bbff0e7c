package dev.bascule.lab.tuf;

import dev.bascule.image.tuf.Limits;
import dev.bascule.image.tuf.ReferenceTime;
import dev.bascule.image.tuf.Repository;
import dev.bascule.image.tuf.Target;
import dev.bascule.image.tuf.TrustedStore;
import dev.bascule.image.tuf.TufClient;
import dev.bascule.updater.source.HttpLimits;
import dev.bascule.updater.source.HttpOrigin;
import dev.bascule.updater.source.WebClient;
import dev.bascule.updater.source.WebSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code test-images/bascule-tuf}: the device's TUF client and HTTP client, with the system's
 * clock as it is, and the metadata directory's {@code root.json} for a trust anchor. Ends with 0 or 1.
 */
@Command(name = "bascule-tuf",
    description = "Speaks the client protocol of theupdateframework/tuf-conformance.",
    mixinStandardHelpOptions = true, usageHelpAutoWidth = true)
public final class ConformanceClient {

  private static final String ROOT = "root.json";
  private static final int FAILED = 1;

  @Option(names = "--metadata-dir", required = true, paramLabel = "DIR",
      description = "Where trusted metadata is kept.")
  private Path metadataDirectory = Path.of("");
  @Option(names = "--metadata-url", paramLabel = "URL",
      description = "Where the repository's metadata is.")
  private URI metadataUrl = URI.create("");
  @Option(names = "--target-name", paramLabel = "PATH",
      description = "A target to download; may be repeated.")
  private List<String> targetNames = List.of();
  @Option(names = "--target-base-url", paramLabel = "URL",
      description = "Where the repository's targets are.")
  private URI targetsUrl = URI.create("");
  @Option(names = "--target-dir", paramLabel = "DIR",
      description = "Where targets are downloaded to.")
  private Path targetDirectory = Path.of("");
  @Spec
  private CommandSpec command;

  private ConformanceClient() {}

  /** Runs the command and ends the process. */
  public static void main(String... arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, arguments));
  }

  /** Runs the command and returns its exit code, 0 or 1. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    int code = new CommandLine(new ConformanceClient()).setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler((error, command, parsed) -> {
          command.getErr().println("bascule-tuf: " + error.getMessage());
          return FAILED;
        })
        .execute(arguments);
    return code == 0 ? 0 : FAILED;
  }

  @Command(description = "Begins with a root, without a word to the repository.")
  int init(@Parameters(paramLabel = "ROOT", description = "The root to trust.") Path root)
      throws IOException {
    Files.createDirectories(metadataDirectory);
    Files.write(metadataDirectory.resolve(ROOT), Files.readAllBytes(root));
    return 0;
  }

  @Command(description = "Brings the top-level metadata up to date.")
  int refresh() throws IOException {
    try (WebClient web = web()) {
      HttpOrigin metadata = origin(web, "--metadata-url", metadataUrl);
      command.commandLine().getOut().println(client(Repository.at(metadata, metadata)).refresh());
    }
    return 0;
  }

  @Command(description = "Downloads targets, as far as they are not there already.")
  int download() throws IOException {
    try (WebClient web = web()) {
      HttpOrigin metadata = origin(web, "--metadata-url", metadataUrl);
      HttpOrigin targets = origin(web, "--target-base-url", targetsUrl);
      TufClient client = client(Repository.at(metadata, targets));
      client.refresh();
      TargetDirectory downloads = new TargetDirectory(targetDirectory);
      for (String name : targetNames) {
        Target target = client.find(name)
            .orElseThrow(() -> new NoSuchFileException(name, null, "no role lists it"));
        if (!downloads.holds(target)) {
          downloads.write(target, client.fetch(target));
        }
      }
    }
    return 0;
  }

  private TufClient client(Repository repository) throws IOException {
    return new TufClient(
        new TrustedStore(metadataDirectory),
        repository,
        Files.readAllBytes(metadataDirectory.resolve(ROOT)),
        ReferenceTime.withoutFloor(InstantSource.system()),
        Limits.STANDARD);
  }

  private static WebClient web() {
    return new WebClient(WebSettings.of(HttpLimits.standard()));
  }

  private HttpOrigin origin(WebClient web, String option, URI url) {
    if (!url.isAbsolute()) {
      throw new CommandLine.ParameterException(
          command.commandLine(), option + ": expected a URL, found '" + url + "'");
    }
    return new HttpOrigin(url, web);
  }
}
