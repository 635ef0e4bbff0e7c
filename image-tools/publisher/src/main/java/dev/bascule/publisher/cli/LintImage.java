package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.publisher.lint.Finding;
import dev.bascule.publisher.lint.Lint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks into an image before it is signed. */
@Command(name = "lint",
    description = "Look into a root file system before it becomes an image: keys and passwords that every device would share, ids that must differ, what anybody may change, and whether a device could ever update itself away.",
    footer = {
        "",
        "EROFS, ext4, squashfs and tar are unpacked by their own programs; a directory is looked at as it is.",
        "Rules: private-key, password, host-key, machine-id, seed, world-writable, updater, confirm, trust-anchor.",
        "Exit status 3: something serious was found that was not allowed.", "",
        "Example: keys of a test suite are harmless:",
        "  bascule-image lint root.erofs --allow private-key:/usr/share/doc/"})
final class LintImage extends Step {

  @Parameters(paramLabel = "IMAGE",
      description = "A root file system: an image file, an archive, or a directory.")
  private Path image = Path.of("");

  @Option(names = "--allow", paramLabel = "RULE[:PATH]",
      description = "Accept what a rule finds, everywhere or where the path begins so; may be repeated.")
  private List<String> allowed = new ArrayList<>();

  @Option(names = "--anchor", paramLabel = "PATH", defaultValue = "/usr/share/bascule/root.json",
      description = "Where the device looks for its trusted root (default: /usr/share/bascule/root.json).")
  private String anchor = "";

  LintImage(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    if (!anchor.startsWith("/")) {
      throw new IllegalArgumentException("--anchor: expected an absolute path, found " + anchor);
    }
    List<String> lines = new ArrayList<>();
    ObjectNode json = object();
    ArrayNode array = json.putArray("findings");
    int serious = 0;
    int accepted = 0;
    for (Finding finding : new Lint(anchor).look(image)) {
      if (allowed.stream().anyMatch(finding::acceptedBy)) {
        accepted++;
        continue;
      }
      serious += finding.serious() ? 1 : 0;
      array.addObject()
          .put("rule", finding.rule())
          .put("serious", finding.serious())
          .put("path", finding.path())
          .put("found", finding.found())
          .put("remedy", finding.remedy());
      lines.add((finding.serious() ? "SERIOUS  " : "look at  ") + finding.rule() + "  "
          + finding.path() + ": " + finding.found());
      lines.add("         " + finding.remedy());
    }
    json.put("serious", serious).put("accepted", accepted);
    lines.add(serious > 0
        ? "BAD      " + serious + " serious of " + array.size()
            + ": mend them, or accept them with --allow"
        : "good     " + array.size() + " to look at, nothing serious");
    return new Report(lines, json, serious > 0 ? ExitCode.REFUSED : ExitCode.OK);
  }
}
