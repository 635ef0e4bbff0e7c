package dev.bascule.updater.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.Version;
import dev.bascule.updater.device.Device;
import dev.bascule.updater.device.Installed;
import dev.bascule.updater.device.Supply;
import dev.bascule.updater.report.Costs;
import dev.bascule.updater.report.Selections;
import dev.bascule.updater.update.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A verb that takes up an image: from a repository, or from a bundle that a person names. */
abstract class ImageVerb extends RepositoryVerb {

  @Parameters(index = "0", paramLabel = "BUNDLE|VERSION", arity = "0..1",
      description = "Take the image from this bundle: a file whose name ends in .bascule or has a / in it, the URL of one, "
          + "or - for standard input. Anything else is a version to install (default: what the channel offers).")
  private @Nullable String what;

  @Parameters(index = "1", paramLabel = "VERSION", arity = "0..1",
      description = "This version of those in the bundle (default: what the channel offers).")
  private @Nullable Version ofBundle;

  @Option(names = "--allow-expired",
      description = "Take a bundle whose metadata is expired. Signatures, floor and compatibility are checked all the same, and the journal keeps who said so.")
  private boolean allowExpired;

  /** Does it. */
  abstract Installed take(Device device, ProgressBar bar) throws IOException;

  /** What there is to do once the result was printed. */
  void afterwards(Result result, Device device, Printer printer) throws IOException {}

  @Override
  final int run(Device device, Printer printer) throws IOException {
    ProgressBar bar = progress();
    Installed installed;
    try {
      installed = take(device, bar);
    } finally {
      bar.finish();
    }
    ObjectNode facts = Selections.facts(installed.selection());
    Result result = installed.result();
    if (result == null) {
      printer.print(facts, List.of(Selections.summary(installed.selection())));
      return ExitCode.OK;
    }
    Costs.add(installed.cost(), facts);
    int exit = printer.result(result, facts);
    printer.talk(Costs.lines(installed.cost()));
    afterwards(result, device, printer);
    return exit;
  }

  /** Where the image is taken from. */
  final Supply supply() {
    String place = bundle();
    if (place == null) {
      if (allowExpired || ofBundle != null) {
        throw usage("expected a bundle first: a file whose name ends in .bascule, a URL, or -");
      }
      return new Supply.Configured();
    }
    if (namesSource()) {
      throw usage("expected a bundle or --source, found both");
    }
    return new Supply.Bundle(followed(place), allowExpired, person());
  }

  /** Whoever types a link's name means the file that it leads to; the updater itself follows none. */
  private static String followed(String place) {
    try {
      Path path = Path.of(place);
      return Files.isSymbolicLink(path) ? path.toRealPath().toString() : place;
    } catch (InvalidPathException | IOException _) {
      return place;
    }
  }

  /** The version that is asked for, or null for what the channel offers. */
  final @Nullable Version version() {
    if (what == null || bundle() != null) {
      return ofBundle;
    }
    try {
      return Version.parse(what);
    } catch (IllegalArgumentException e) {
      throw usage("expected a version, or a bundle (a name that ends in .bascule or has a / in it, "
          + "a URL, or -), found " + what);
    }
  }

  private @Nullable String bundle() {
    String place = what;
    boolean isBundle = place != null
        && (place.equals("-") || place.endsWith(".bascule") || place.contains("/"));
    return isBundle ? place : null;
  }
}
