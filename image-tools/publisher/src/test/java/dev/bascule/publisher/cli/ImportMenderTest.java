package dev.bascule.publisher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bascule.image.Sha256;
import dev.bascule.publisher.RealTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Artifacts that the real mender-artifact made, and such as it makes in later versions. */
final class ImportMenderTest extends Newcomer {

  @BeforeEach
  void prepare() throws IOException {
    owner.openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out",
        owner.path("ec.key"));
    owner.openssl("pkey", "-in", owner.path("ec.key"), "-pubout", "-out", owner.path("ec.pub"));
  }

  @ParameterizedTest
  @CsvSource({"none, ec", "gzip, rsa", "lzma, ec"})
  void takesWhatMenderTakes(String compression, String key) throws IOException {
    owner.openssl("genrsa", "-traditional", "-out", owner.path("rsa.key"), "2048");
    owner.openssl("pkey", "-in", owner.path("rsa.key"), "-pubout", "-out", owner.path("rsa.pub"));
    write("rootfs-image", "--compression", compression, "--key", owner.path(key + ".key"),
        "--software-version", "1.4.0");
    menderArtifact().run("validate", "-k", owner.path(key + ".pub"), owner.path("old.mender"));

    JsonNode json = desk.ok("import @old.mender --trust @" + key + ".pub" + REST).json();

    assertThat(json.path("verified").asBoolean()).isTrue();
    assertThat(json.path("version").asText()).isEqualTo("1.4.0");
    assertThat(json.path("foreign_compatible").toString()).isEqualTo("[\"old\",\"older\"]");
    assertThat(json.path("volumes").path(0).path("role").asText()).isEqualTo("root");
    assertThat(json.path("volumes").path(0).path("sha256").asText())
        .isEqualTo(Sha256.digest(Files.readAllBytes(directory.resolve("rootfs.img"))).toString());
    assertThat(desk.run("import @old.mender --trust @ca.pem" + REST.replace("@out", "@none"))
        .exit()).isEqualTo(3);
  }

  /** Debian's mender-artifact does not know zstd yet; the form is its documentation's. */
  @ParameterizedTest
  @ValueSource(strings = {"der", "fixed"})
  void readsZstdAndBothFormsOfAnEcdsaSignature(String form) throws IOException {
    write("rootfs-image", "--compression", "none", "--software-version", "1.4.0", "--key",
        owner.path("ec.key"));
    shell("tar xf old.mender && zstd -q header.tar data/0000.tar");
    Path manifest = directory.resolve("manifest");
    Files.writeString(manifest, Files.readString(manifest)
        .replaceAll("[0-9a-f]{64}  header.tar", Sha256.digest(
            Files.readAllBytes(directory.resolve("header.tar.zst"))) + "  header.tar.zst"));
    shell("openssl dgst -sha256 -sign ec.key -out raw manifest");
    Path raw = directory.resolve("raw");
    if (form.equals("fixed")) {
      shell("openssl asn1parse -inform DER -in raw | sed -n 's/.*INTEGER *://p' "
          + "| while read -r n; do printf %64s \"$n\" | tr ' ' 0; done | tr a-f A-F "
          + "| sed 's/../\\\\x&/g' | xargs -0 printf > fixed; mv fixed raw");
      assertThat(raw).hasSize(64);
    }
    shell("base64 -w0 raw > manifest.sig");
    repack("version manifest manifest.sig header.tar.zst data/0000.tar.zst");

    desk.ok("import @old.mender --trust @ec.pub" + REST);
  }

  @Test
  void refusesWhatWasChangedOrIsNotSigned() throws IOException {
    write("rootfs-image", "--compression", "none", "--software-version", "1.4.0", "--key",
        owner.path("ec.key"));
    shell("tar xf old.mender");
    String whole = "version manifest manifest.sig header.tar data/0000.tar";

    Path image = directory.resolve("data/0000.tar");
    OldOwner.spoil(image, 5000);
    repack(whole);
    Desk.Ran ran = desk.run("import @old.mender --trust @ec.pub" + REST);
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("data/0000/rootfs.img: expected the SHA-256");
    OldOwner.spoil(image, 5000);

    Path header = directory.resolve("header.tar");
    OldOwner.spoil(header, 600);
    repack(whole);
    assertThat(desk.run("import @old.mender --trust @ec.pub" + REST).err())
        .contains("header.tar: expected the SHA-256");
    OldOwner.spoil(header, 600);

    OldOwner.spoil(directory.resolve("manifest"), 3);
    repack(whole);
    assertThat(desk.run("import @old.mender --trust @ec.pub" + REST).exit()).isEqualTo(3);
    OldOwner.spoil(directory.resolve("manifest"), 3);

    repack("version manifest header.tar data/0000.tar");
    ran = desk.run("import @old.mender --trust @ec.pub" + REST);
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err()).contains("is not signed: expected manifest.sig, found header.tar");
    desk.ok("import @old.mender --unverified" + REST);
  }

  @Test
  void refusesUnsignedAdditions() throws IOException {
    write("rootfs-image", "--compression", "none", "--software-version", "1.4.0", "--key",
        owner.path("ec.key"));
    shell("tar xf old.mender && cp manifest manifest-augment && cp header.tar data/0001.tar");

    repack("version manifest manifest.sig manifest-augment header.tar data/0000.tar");
    assertThat(desk.run("import @old.mender --trust @ec.pub" + REST).err())
        .contains("found manifest-augment: artifacts with unsigned parts");
    repack("version manifest manifest.sig header.tar data/0000.tar data/0001.tar");
    assertThat(desk.run("import @old.mender --trust @ec.pub" + REST).err())
        .contains("expected the end, found data/0001.tar");
    repack("version manifest manifest.sig header.tar");
    assertThat(desk.run("import @old.mender --trust @ec.pub" + REST).err())
        .contains("expected data/0000.tar, found the end");
    assertThat(directory.resolve("out")).doesNotExist();
  }

  @Test
  void listsStateScriptsAndAsksForAVersion() throws IOException {
    Path script = directory.resolve("ArtifactInstall_Leave_10_mark");
    Files.writeString(script, "#!/bin/sh\n");
    write("rootfs-image", "--key", owner.path("ec.key"), "--script", script.toString());

    assertThat(desk.run("import @old.mender --trust @ec.pub" + REST).err())
        .contains("its version release-7 is no semantic version", "--version");
    JsonNode json = desk.ok("import @old.mender --trust @ec.pub --version 7.0.0" + REST).json();
    assertThat(json.path("left_out").toString())
        .isEqualTo("[\"state script ArtifactInstall_Leave_10_mark\"]");
  }

  @Test
  void refusesPayloadsOfOtherKinds() throws IOException {
    write("module-image", "--type", "single-file", "--key", owner.path("ec.key"));

    assertThat(desk.run("import @old.mender --trust @ec.pub" + REST).err())
        .contains("expected one payload of type rootfs-image, found \"single-file\"");
  }

  private void write(String kind, String... options) throws IOException {
    menderArtifact().run(new String[]{"write", kind, "-t", "old", "-t", "older", "-n", "release-7",
        "-f", owner.path("rootfs.img"), "-o", owner.path("old.mender")}, options);
  }

  private static RealTool menderArtifact() {
    return RealTool.require("mender-artifact");
  }

  private void repack(String files) throws IOException {
    shell("tar --format=ustar -cf old.mender " + files);
  }

  private void shell(String script) throws IOException {
    RealTool.require("sh").run("-ec", "cd " + directory + "; " + script);
  }
}
