package dev.bascule.publisher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.image.Sha256;
import dev.bascule.publisher.RealTool;
import dev.bascule.publisher.cli.CommandPage.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/migration.md, command by command, for somebody who has a release of the old updater and a new repository. */
final class MigrationPageTest extends Newcomer {

  private static final Path PAGE = Path.of("..", "..", "docs", "migration.md");

  /** Files are named from where the reader stands. */
  private static final Pattern FILES = Pattern
      .compile("(keys|repository|build)(/.*)?|[^/]*\\.(json|pem|raucb|swu|mender)");

  @BeforeEach
  void prepare() throws IOException {
    owner.issued("signer", "keyUsage=digitalSignature\nextendedKeyUsage=emailProtection");
    desk.repository();
    Files.createSymbolicLink(directory.resolve("repository"), Path.of("repo"));
  }

  @Test
  void aFleetMovesFromRauc() throws IOException {
    RealTool.require("unsquashfs");
    Path content = Files.createDirectories(directory.resolve("content"));
    Files.copy(directory.resolve("rootfs.img"), content.resolve("rootfs.img"));
    Files.copy(directory.resolve("rootfs.img"), content.resolve("boot.vfat"));
    Files.writeString(content.resolve("manifest.raucm"), """
      [update]
      compatible=old board
      version=1.4.0
      [bundle]
      format=verity
      [image.rootfs]
      filename=rootfs.img
      [image.bootfs]
      filename=boot.vfat
      """);
    RealTool.require("rauc")
        .run("--cert=" + owner.path("signer.pem"),
            "--key=" + owner.path("signer.key"), "bundle", content.toString(),
            owner.path("release-1.4.0.raucb"));
    Files.copy(directory.resolve("ca.pem"), directory.resolve("keyring.pem"));

    follow("From RAUC");
  }

  @Test
  void aFleetMovesFromSwupdate() throws IOException {
    String copy =
        "{ images: ( { filename = \"rootfs.img\"; device = \"/dev/mmcblk0p%d\"; sha256 = \""
            + Sha256.digest(Files.readAllBytes(directory.resolve("rootfs.img"))) + "\"; } ); };";
    Files.writeString(directory.resolve("sw-description"), "software = { version = \"1.4.0\"; "
        + "stable = { copy-1: " + copy.formatted(2) + " copy-2: " + copy.formatted(3) + " }; }");
    owner.openssl("cms", "-sign", "-in", owner.path("sw-description"), "-out",
        owner.path("sw-description.sig"), "-signer", owner.path("signer.pem"), "-inkey",
        owner.path("signer.key"), "-outform", "DER", "-nosmimecap", "-binary");
    RealTool.require("busybox");
    RealTool.require("sh")
        .run("-ec", "cd " + directory + "; printf '%s\\n' sw-description "
            + "sw-description.sig rootfs.img | busybox cpio -o -H newc > release-1.4.0.swu");
    Files.copy(directory.resolve("ca.pem"), directory.resolve("swupdate.pem"));

    follow("From SWUpdate");
  }

  @Test
  void aFleetMovesFromMender() throws IOException {
    owner.openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out",
        owner.path("artifact.key"));
    owner.openssl("pkey", "-in", owner.path("artifact.key"), "-pubout", "-out",
        owner.path("artifact-verify-key.pem"));
    RealTool.require("mender-artifact")
        .run("write", "rootfs-image", "-t", "old", "-n", "release-7",
            "-f", owner.path("rootfs.img"), "-o", owner.path("release-1.4.0.mender"), "-k",
            owner.path("artifact.key"));

    follow("From Mender");
  }

  private void follow(String title) throws IOException {
    Block block = CommandPage.read(PAGE)
        .blocks()
        .stream()
        .filter(each -> each.title().equals(title))
        .findFirst()
        .orElseThrow();
    block.type(desk, FILES);
    assertThat(desk.ok("inspect @repository").out()).contains("stable 1.4.0");
  }
}
