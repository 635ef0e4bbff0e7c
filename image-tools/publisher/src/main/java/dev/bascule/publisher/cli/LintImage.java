package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.ManifestJson;
import dev.bascule.publisher.lint.BuiltImage;
import dev.bascule.publisher.lint.Finding;
import dev.bascule.publisher.lint.Lint;
import dev.bascule.publisher.progress.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
        "Of an image that was built (a directory with image.json): slot-size, with --slot; root-hash, with --boot.",
        "Exit status 3: something serious was found that was not allowed.", "",
        "Example: keys of a test suite are harmless:",
        "  bascule-image lint root.erofs --allow private-key:/usr/share/doc/", "",
        "Example: do the slots hold what was built, and does the kernel's command line name it?",
        "  bascule-image lint build/1.4.0 --slot root=512Mi --boot kernel.efi"})
final class LintImage extends Step {

  @Parameters(paramLabel = "IMAGE",
      description = "A root file system: an image file, an archive, or a directory. Or what bascule-image build made of it.")
  private Path image = Path.of("");

  @Option(names = "--allow", paramLabel = "RULE[:PATH]",
      description = "Accept what a rule finds, everywhere or where the path begins so; may be repeated.")
  private List<String> allowed = new ArrayList<>();

  @Option(names = "--anchor", paramLabel = "PATH", defaultValue = "/usr/share/bascule/root.json",
      description = "Where the device looks for its trusted root (default: /usr/share/bascule/root.json).")
  private String anchor = "";

  @Option(names = "--slot", paramLabel = "ROLE=SIZE",
      description = "Of a built image: the smallest slot in the field, in bytes or as 512M, 512Mi; may be repeated.")
  private Map<String, String> slots = new TreeMap<>();

  @Option(names = "--boot", paramLabel = "FILE",
      description = "Of a built image: what has the kernel's command line, which must name each hash tree's root hash: a unified kernel image, an entry or configuration of a boot loader, or a volume with it; may be repeated.")
  private List<Path> boot = new ArrayList<>();

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
    for (Finding finding : look()) {
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

  private List<Finding> look() throws IOException {
    Path manifest = image.resolve(ImageManifest.FILE_NAME);
    if (Files.isRegularFile(manifest)) {
      Map<String, Long> sizes = new TreeMap<>();
      slots.forEach((role, size) -> sizes.put(role, Size.parse(size)));
      return new BuiltImage(ManifestJson.decode(Files.readAllBytes(manifest)), sizes, boot).look();
    }
    if (!slots.isEmpty() || !boot.isEmpty()) {
      throw new IllegalArgumentException(
          "--slot and --boot: expected what bascule-image build made, "
              + "a directory with " + ImageManifest.FILE_NAME + ", found " + image);
    }
    return new Lint(anchor).look(image);
  }
}
