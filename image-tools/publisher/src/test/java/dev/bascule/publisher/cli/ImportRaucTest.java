package dev.bascule.publisher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bascule.image.Sha256;
import dev.bascule.publisher.RealTool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles that the real RAUC made. */
final class ImportRaucTest extends Newcomer {

  @BeforeEach
  void prepare() throws IOException {
    RealTool.require("rauc");
    RealTool.require("unsquashfs");
    owner.selfSigned("signer", "keyUsage=digitalSignature");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "verity"})
  void makesAnImageOfWhatRaucWouldInstall(String format) throws IOException {
    bundle(format, "[image.rootfs]\nfilename=rootfs.img\n");

    JsonNode json = desk.ok("import @old.raucb --trust @signer.pem" + REST).json();

    assertThat(json.path("format").asText()).isEqualTo("RAUC bundle, " + format);
    assertThat(json.path("verified").asBoolean()).isTrue();
    assertThat(json.path("signers").path(0).asText()).contains("CN=signer");
    assertThat(json.path("foreign_compatible").path(0).asText()).isEqualTo("old board");
    assertThat(json.path("version").asText()).isEqualTo("1.4.0");
    JsonNode volume = json.path("volumes").path(0);
    assertThat(volume.path("role").asText()).isEqualTo("root");
    assertThat(volume.path("sha256").asText())
        .isEqualTo(Sha256.digest(Files.readAllBytes(directory.resolve("rootfs.img"))).toString());
    assertThat(desk.ok("inspect @out").out()).contains("image    board 1.4.0");
    nothingIsLeftBehind();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "verity"})
  void refusesWhatWasChanged(String format) throws IOException {
    bundle(format, "[image.rootfs]\nfilename=rootfs.img\n");
    Path bundle = directory.resolve("old.raucb");
    byte[] whole = Files.readAllBytes(bundle);
    for (long at : new long[]{5000, whole.length / 2}) {
      OldOwner.spoil(bundle, at);
      Desk.Ran ran = desk.run("import @old.raucb --trust @signer.pem" + REST);
      assertThat(ran.exit()).isEqualTo(format.equals("plain") ? 3 : 1);
      assertThat(ran.err()).containsAnyOf("changed after it was signed",
          "content is not what was signed");
      OldOwner.spoil(bundle, at);
    }
    OldOwner.spoil(bundle, whole.length - 20); // in the signature
    assertThat(desk.run("import @old.raucb --trust @signer.pem" + REST).exit()).isNotZero();
    Files.write(bundle, Arrays.copyOf(whole, whole.length - 9));
    assertThat(desk.run("import @old.raucb --trust @signer.pem" + REST).err())
        .contains("no bundle, or cut short");
    assertThat(directory.resolve("out")).doesNotExist();
    nothingIsLeftBehind();
  }

  /** A bundle's tree is compared too, though its root hash alone would do. */
  @Test
  void refusesAChangedHashTree() throws IOException {
    bundle("verity", "[image.rootfs]\nfilename=rootfs.img\n");
    Path bundle = directory.resolve("old.raucb");
    byte[] whole = Files.readAllBytes(bundle);
    long signature = ByteBuffer.wrap(whole).getLong(whole.length - 8);
    OldOwner.spoil(bundle, whole.length - 8 - signature - 4096);

    assertThat(desk.run("import @old.raucb --trust @signer.pem" + REST).err())
        .contains("differs from its hash tree");
  }

  @ParameterizedTest
  @CsvSource({
      "keyUsage=digitalSignature, 0",
      "extendedKeyUsage=codeSigning, 0",
      "extendedKeyUsage=emailProtection, 0",
      "extendedKeyUsage=serverAuth, 3",
      "keyUsage=keyEncipherment, 3"
  })
  void trustsWhatTheOwnersAuthorityIssuedForSigning(String extension, int exit)
      throws IOException {
    owner.issued("signer", extension);
    bundle("verity", "[image.rootfs]\nfilename=rootfs.img\n");

    assertThat(desk.run("import @old.raucb --trust @ca.pem --dry-run" + REST).exit())
        .isEqualTo(exit);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "verity"})
  void refusesASignerWhomNobodyNamed(String format) throws IOException {
    bundle(format, "[image.rootfs]\nfilename=rootfs.img\n");

    Desk.Ran ran = desk.run("import @old.raucb --trust @ca.pem" + REST);
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.json().at("/error/reason").asText()).isEqualTo("not-vouched");
    assertThat(ran.err()).contains("signed by CN=signer,O=Old Owner, whom no certificate or key "
        + "that was named vouches for");
  }

  /** Who may sign may not say who else does; nor does what came along in the signature count. */
  @Test
  void refusesWhomASignerVouchesFor() throws IOException {
    owner.issued("ca", "colleague", "keyUsage=digitalSignature");
    owner.issued("colleague", "signer", "keyUsage=digitalSignature");
    bundle("verity", "[image.rootfs]\nfilename=rootfs.img\n",
        "--intermediate=" + owner.path("colleague.pem"));

    for (String trusted : new String[]{"ca", "colleague"}) {
      Desk.Ran ran = desk.run("import @old.raucb --trust @" + trusted + ".pem" + REST);
      assertThat(ran.exit()).as(trusted).isEqualTo(3);
    }
  }

  @Test
  void takesAChainThatCameAlong() throws IOException {
    owner.issued("ca", "department", "basicConstraints=critical,CA:TRUE");
    owner.issued("department", "signer", "keyUsage=digitalSignature");
    bundle("verity", "[image.rootfs]\nfilename=rootfs.img\n",
        "--intermediate=" + owner.path("department.pem"));

    desk.ok("import @old.raucb --trust @ca.pem --dry-run" + REST);
    desk.ok("import @old.raucb --trust @department.pem --dry-run" + REST);
  }

  @Test
  void saysWhatWouldBeInTheWayBeforeItWorks() throws IOException {
    bundle("verity", "[image.rootfs]\nfilename=rootfs.img\n");
    Files.writeString(Files.createDirectory(directory.resolve("out")).resolve("file"), "");

    assertThat(desk.run("import @old.raucb --trust @signer.pem --dry-run" + REST).err())
        .contains("expected an empty directory to build into");
    Desk.Ran ran = desk.run(
        "import @old.raucb --trust @signer.pem --select main" + REST.replace("@out", "@none"));
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("--select is for SWUpdate's archives");
  }

  @Test
  void refusesACertificateThatIsNotValidAnyMore() throws IOException {
    bundle("verity", "[image.rootfs]\nfilename=rootfs.img\n");
    desk.later(Duration.ofDays(1001));

    assertThat(desk.run("import @old.raucb --trust @signer.pem" + REST).exit()).isEqualTo(3);
  }

  @Test
  void importsUnverifiedOnlyIfToldSo() throws IOException {
    bundle("plain", "[image.rootfs]\nfilename=rootfs.img\n");

    assertThat(desk.run("import @old.raucb" + REST).exit()).isEqualTo(2);
    assertThat(desk.run("import @old.raucb --unverified --trust @ca.pem" + REST).exit())
        .isEqualTo(2);
    Desk.Ran ran = desk.ok("import @old.raucb --unverified" + REST);
    assertThat(ran.json().path("verified").asBoolean()).isFalse();
    assertThat(ran.err()).contains("no signature was looked at");
  }

  @Test
  void takesOfSeveralImagesWhatIsNamedAndListsTheRest() throws IOException {
    Files.writeString(directory.resolve("boot.vfat"), "boot".repeat(3000));
    Files.writeString(directory.resolve("hook.sh"), "#!/bin/sh\n");
    bundle("verity", """
      [hooks]
      filename=hook.sh
      hooks=install-check;

      [image.rootfs]
      filename=rootfs.img
      hooks=post-install

      [image.bootloader]
      filename=boot.vfat
      """, "boot.vfat", "hook.sh");

    assertThat(desk.run("import @old.raucb --trust @signer.pem" + REST).err())
        .contains("has the images", "rootfs", "bootloader", "--role");
    JsonNode json = desk.ok("import @old.raucb --trust @signer.pem --role rootfs=root "
        + "--role bootloader=boot --verity root" + REST).json();
    assertThat(json.path("volumes").findValuesAsText("role"))
        .containsExactlyInAnyOrder("root", "boot");
    assertThat(json.path("left_out").toString()).contains("hooks in hook.sh",
        "rootfs's hook post-install");
    json = desk.ok("import @old.raucb --trust @signer.pem --role rootfs=root "
        + "--role bootloader=- --dry-run" + REST.replace("@out", "@none")).json();
    assertThat(json.path("left_out").toString()).contains("image bootloader");
    assertThat(directory.resolve("none")).doesNotExist();
  }

  @Test
  void refusesAnArchiveThatRaucWouldUnpack() throws IOException {
    Files.copy(directory.resolve("rootfs.img"), directory.resolve("files.tar"));
    bundle("verity", "[image.rootfs]\nfilename=files.tar\n", "files.tar");

    assertThat(desk.run("import @old.raucb --trust @signer.pem" + REST).err())
        .contains("expected an image that is written to a slot as it is, found files.tar");
  }

  @Test
  void refusesAnEncryptedBundleByName() throws IOException {
    owner.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout",
        owner.path("device.key"), "-out", owner.path("device.pem"), "-subj", "/CN=device");
    bundle("crypt", "[image.rootfs]\nfilename=rootfs.img\n");
    assertThat(desk.run("import @old.raucb --trust @signer.pem" + REST).err())
        .contains("bundle of format crypt");

    RealTool.require("rauc")
        .run("encrypt", "--keyring=" + owner.path("signer.pem"), "--to",
            owner.path("device.pem"), owner.path("old.raucb"), owner.path("sealed.raucb"));
    assertThat(desk.run("import @sealed.raucb --trust @signer.pem" + REST).err())
        .contains("bundle of format crypt");
  }

  @Test
  void asksForAVersionThatCanBeCompared() throws IOException {
    bundle("verity", "[image.rootfs]\nfilename=rootfs.img\n");
    Path content = directory.resolve("content/manifest.raucm");
    Files.writeString(content, Files.readString(content).replace("1.4.0", "2016.08-1"));
    pack();

    assertThat(desk.run("import @old.raucb --trust @signer.pem" + REST).err())
        .contains("2016.08-1", "--version");
    assertThat(desk.ok("import @old.raucb --trust @signer.pem --version 2.0.0" + REST)
        .json()
        .path("version")
        .asText()).isEqualTo("2.0.0");
  }

  private void bundle(String format, String images, String... filesAndOptions) throws IOException {
    Path content = Files.createDirectories(directory.resolve("content"));
    Files.copy(directory.resolve("rootfs.img"), content.resolve("rootfs.img"));
    Map<Boolean, List<String>> parts = Stream.of(filesAndOptions)
        .collect(Collectors.partitioningBy(each -> each.startsWith("--")));
    for (String file : parts.getOrDefault(false, List.of())) {
      Files.copy(directory.resolve(file), content.resolve(file));
    }
    Files.writeString(content.resolve("manifest.raucm"), """
      [update]
      compatible=old board
      version=1.4.0

      [bundle]
      format=%s

      %s""".formatted(format, images));
    pack(parts.getOrDefault(true, List.of()).toArray(String[]::new));
  }

  private void pack(String... options) throws IOException {
    Files.deleteIfExists(directory.resolve("old.raucb"));
    RealTool.require("rauc")
        .run(options, "--cert=" + owner.path("signer.pem"),
            "--key=" + owner.path("signer.key"), "bundle", owner.path("content"),
            owner.path("old.raucb"));
  }

  private void nothingIsLeftBehind() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith(".bascule-import"));
    }
  }
}
