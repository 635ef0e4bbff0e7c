package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.Version;
import dev.bascule.image.json.QuotedText;
import dev.bascule.publisher.build.ImageBuilder;
import dev.bascule.publisher.build.VolumeSource;
import dev.bascule.publisher.foreign.ForeignException;
import dev.bascule.publisher.foreign.ForeignFormat;
import dev.bascule.publisher.foreign.ForeignImage;
import dev.bascule.publisher.foreign.ForeignRelease;
import dev.bascule.publisher.foreign.ForeignRequest;
import dev.bascule.publisher.foreign.ImageRoles;
import dev.bascule.publisher.foreign.Trust;
import dev.bascule.publisher.foreign.WorkDirectory;
import dev.bascule.publisher.mender.MenderFormat;
import dev.bascule.publisher.progress.ProgressTask;
import dev.bascule.publisher.progress.Size;
import dev.bascule.publisher.rauc.RaucFormat;
import dev.bascule.publisher.swupdate.SwupdateFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an image of another updater's file. */
@Command(name = "import",
    description = "Make an image of another updater's file: a RAUC bundle (plain, verity), a SWUpdate archive (.swu) or a Mender artifact (format 3). Its signature is verified first, with what its devices verify it with.",
    footer = {
        "",
        "Taken are images that are written to a slot as they are. Hooks, scripts and handlers are not, and are listed: what they did has to be in the image, or in Bascule's own hooks. The devices' boot loader scripts stay: see docs/migration.md.",
        "A lone image becomes the volume root. Of several, each needs a --role.",
        "Exit status 3: nobody whom --trust names has signed it.",
        "",
        "Examples:",
        "  bascule-image import release.raucb --trust keyring.pem --model board --release 14 \\",
        "      --role rootfs=root --role bootfs=boot --verity root --out build/1.4.0",
        "  bascule-image import release.swu --trust swupdate.pem --select stable,copy-1 \\",
        "      --model board --release 14 --out build/1.4.0",
        "  bascule-image import release.mender --trust artifact-verify-key.pem --version 1.4.0 \\",
        "      --model board --release 14 --out build/1.4.0"
    })
final class ImportImage extends Step {

  private static final List<ForeignFormat> FORMATS =
      List.of(new RaucFormat(), new SwupdateFormat(), new MenderFormat());

  @Parameters(paramLabel = "FILE", description = "The other updater's file.")
  private Path file = Path.of("");

  @Option(names = "--trust", paramLabel = "FILE",
      description = "Certificates or public keys in PEM form, one of which must have signed, or issued the signer's certificate: RAUC's keyring, what SWUpdate has with -k, Mender's ArtifactVerifyKey. May be given several times.")
  private List<Path> trusted = new ArrayList<>();

  @Option(names = "--unverified",
      description = "Look at no signature: whoever could write the file is believed, and your keys will vouch for it.")
  private boolean unverified;

  @Option(names = "--role", paramLabel = "IMAGE=ROLE",
      description = "What an image of the file becomes: a volume's role, or - to leave it out. May be given several times.")
  private List<String> roles = new ArrayList<>();

  @Option(names = "--select", paramLabel = "NAME", split = ",",
      description = "SWUpdate: the group in sw-description that is wanted, such as stable,copy-1; a board's name may go first.")
  private List<String> selection = new ArrayList<>();

  @Option(names = "--version", paramLabel = "VERSION",
      description = "The image's semantic version (default: what the file says).")
  private @Nullable Version version;

  @Option(names = "--dry-run",
      description = "Verify the file and take its images out, but build nothing.")
  private boolean dryRun;

  @Mixin
  private ImageOptions image = new ImageOptions();

  ImportImage(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    if (trusted.isEmpty() != unverified) {
      throw new IllegalArgumentException(
          "expected either --trust FILE, with the certificate or key "
              + "that the devices verify with, or --unverified, found "
              + (unverified ? "both" : "neither"));
    }
    ImageRoles assigned = ImageRoles.parse(roles);
    ImageBuilder.requireEmpty(image.directory());
    Instant now = surroundings().clock().instant();
    Trust trust = unverified ? Trust.ofAnybody(now) : Trust.read(trusted, now);
    try (WorkDirectory work = WorkDirectory.in(place())) {
      return report(read(trust, assigned, work));
    }
  }

  /** On the image's own disk if that is there already, for an image is larger than what a temporary directory may hold. */
  private Path place() {
    Path parent = image.directory().toAbsolutePath().getParent();
    return parent != null && Files.isDirectory(parent)
        ? parent
        : Path.of(System.getProperty("java.io.tmpdir"));
  }

  private ForeignRelease read(Trust trust, ImageRoles assigned, WorkDirectory work)
      throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(ForeignFormat.HEAD);
    }
    for (ForeignFormat format : FORMATS) {
      if (format.fits(file.toString(), head)) {
        if (!selection.isEmpty() && !(format instanceof SwupdateFormat)) {
          throw new IllegalArgumentException("--select is for SWUpdate's archives, found a file of "
              + format.updater());
        }
        try (ProgressTask task = progress().start(
            "reading " + file.getFileName() + " of " + format.updater(), Files.size(file))) {
          return format.read(file, new ForeignRequest(trust, assigned, selection, work, task));
        }
      }
    }
    throw new ForeignException(file + ": expected a RAUC bundle, a SWUpdate archive or a Mender "
        + "artifact, found none of them");
  }

  private Report report(ForeignRelease release) throws IOException {
    Version parsed = version == null ? versionOf(release) : version;
    ObjectNode json = object()
        .put("format", release.format())
        .put("verified", !unverified)
        .put("foreign_version", release.version())
        .put("dry_run", dryRun);
    List<String> lines = new ArrayList<>();
    lines.add("file     " + file.getFileName() + ", " + release.format() + ", version "
        + QuotedText.whereNeeded(release.version()));
    list("signed", "signers", release.signers(), json, lines);
    if (unverified) {
      warn(file + ": no signature was looked at; whoever could write this file is believed");
      lines.add("signed   NOT VERIFIED");
    }
    list("for", "foreign_compatible", release.compatible(), json, lines);
    ArrayNode taken = json.putArray("images");
    for (ForeignImage each : release.images()) {
      taken.addObject()
          .put("name", each.name())
          .put("role", each.role())
          .put("size", each.content().size())
          .put("sha256", each.content().sha256().toString());
      lines.add("taken    " + QuotedText.oneLine(each.name()) + " as " + each.role() + ", "
          + Size.of(each.content().size()));
    }
    list("left out", "left_out", release.left(), json, lines);
    if (dryRun) {
      json.put("version", parsed.toString());
      lines.add("dry run  would become version " + parsed + " in " + image.directory());
    } else {
      image.describe(image.build(parsed, release.images()
          .stream()
          .map(each -> new VolumeSource(each.role(), each.content().path()))
          .toList(), progress(), surroundings().clock()), json, lines);
    }
    return Report.of(json, lines);
  }

  private static void list(
      String word, String member, List<String> what, ObjectNode json, List<String> lines) {
    ArrayNode array = json.putArray(member);
    for (String each : what) {
      array.add(each);
      lines.add(String.format("%-8s %s", word, QuotedText.oneLine(each)));
    }
  }

  private Version versionOf(ForeignRelease release) throws ForeignException {
    try {
      return Version.parse(release.version());
    } catch (IllegalArgumentException e) {
      throw new ForeignException(file + ": its version "
          + QuotedText.whereNeeded(release.version())
          + " is no semantic version such as 1.4.0; give one with --version", e);
    }
  }
}
