package dev.bascule.publisher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bascule.image.Sha256;
import dev.bascule.publisher.RealTool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives made as SWUpdate's manual says, that the real SWUpdate judges too. */
final class ImportSwupdateTest extends Newcomer {

  private static final String FOR_CMS =
      "keyUsage=digitalSignature\nextendedKeyUsage=emailProtection";

  @BeforeEach
  void prepare() throws IOException {
    owner.issued("signer", FOR_CMS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"newc", "crc"})
  void takesWhatSwupdateTakes(String form) throws IOException {
    describe("rootfs.img", "");
    signCms();
    pack(form, "sw-description", "sw-description.sig", "rootfs.img");
    assertThat(swupdate().run("-c", "-k", owner.path("ca.pem"), "-i", owner.path("old.swu"), "-H",
        "old:revC")).contains("SWUPDATE successful");

    JsonNode json = desk.ok("import @old.swu --trust @ca.pem" + REST).json();

    assertThat(json.path("verified").asBoolean()).isTrue();
    assertThat(json.path("signers").path(0).asText()).contains("CN=signer");
    assertThat(json.path("version").asText()).isEqualTo("1.4.0");
    assertThat(json.path("foreign_compatible").path(0).asText()).isEqualTo("revC");
    assertThat(json.path("volumes").path(0).path("sha256").asText())
        .isEqualTo(digest("rootfs.img"));
  }

  /** Changed in the description: SWUpdate refuses, and so do we. In an image: its digest is not the signed one. */
  @Test
  void refusesWhatWasChanged() throws IOException {
    describe("rootfs.img", "");
    signCms();
    pack("newc", "sw-description", "sw-description.sig", "rootfs.img");
    Path archive = directory.resolve("old.swu");

    OldOwner.spoil(archive, 150);
    Desk.Ran ran = desk.run("import @old.swu --trust @ca.pem" + REST);
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err()).contains("changed after it was signed");
    assertThat(swupdateRefuses()).contains("Signature verification failed");

    OldOwner.spoil(archive, 150);
    OldOwner.spoil(archive, Files.size(archive) - 5000);
    ran = desk.run("import @old.swu --trust @ca.pem" + REST);
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("rootfs.img: expected the SHA-256");
    assertThat(directory.resolve("out")).doesNotExist();
  }

  @Test
  void refusesWhatNobodySignedAndWhatTheSignatureDoesNotCover() throws IOException {
    describe("rootfs.img", "");
    pack("newc", "sw-description", "rootfs.img");
    Desk.Ran ran = desk.run("import @old.swu --trust @ca.pem" + REST);
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err()).contains("is not signed: expected sw-description.sig");

    Path description = directory.resolve("sw-description");
    Files.writeString(description,
        Files.readString(description).replaceAll("sha256 = \"[0-9a-f]*\";", ""));
    signCms();
    pack("newc", "sw-description", "sw-description.sig", "rootfs.img");
    ran = desk.run("import @old.swu --trust @ca.pem" + REST);
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err()).contains("the signature does not cover rootfs.img");
    desk.ok("import @old.swu --unverified" + REST);
  }

  /** OpenSSL makes these. Debian's SWUpdate, built for CMS only, cannot judge them. */
  @ParameterizedTest
  @ValueSource(strings = {"", "rsa_padding_mode:pss rsa_pss_saltlen:-2",
      "rsa_padding_mode:pss rsa_pss_saltlen:-1"})
  void takesBareSignatures(String options) throws IOException {
    owner.openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out",
        owner.path("rsa.key"));
    owner.openssl("pkey", "-in", owner.path("rsa.key"), "-pubout", "-out", owner.path("rsa.pub"));
    describe("rootfs.img", "");
    String[] padding = options.isEmpty()
        ? new String[0]
        : ("-sigopt " + options.replace(" ", " -sigopt ")).split(" ", -1);
    RealTool.require("openssl")
        .run(concat(new String[]{"dgst", "-sha256", "-sign",
            owner.path("rsa.key")}, padding), "-out", owner.path("sw-description.sig"),
            owner.path("sw-description"));
    pack("newc", "sw-description", "sw-description.sig", "rootfs.img");

    assertThat(desk.ok("import @old.swu --trust @rsa.pub" + REST)
        .json()
        .path("signers")
        .path(0)
        .asText()).isEqualTo("an RSA key of 2048 bits that was named");
    String elsewhere = REST.replace("@out", "@none");
    assertThat(desk.run("import @old.swu --trust @ca.pem" + elsewhere).exit()).isEqualTo(3);
    OldOwner.spoil(directory.resolve("old.swu"), 150);
    assertThat(desk.run("import @old.swu --trust @rsa.pub" + elsewhere).exit()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"gzip, zlib", "zstd, zstd", "xz, xz"})
  void unpacksWhatIsCompressed(String program, String name) throws IOException {
    RealTool.require("sh")
        .run("-c", program + " -c < " + owner.path("rootfs.img") + " > "
            + owner.path("rootfs.packed"));
    describe("rootfs.packed", "compressed = \"" + name + "\";");
    signCms();
    pack("crc", "sw-description", "sw-description.sig", "rootfs.packed");

    JsonNode json = desk.ok("import @old.swu --trust @ca.pem" + REST).json();
    assertThat(json.path("volumes").path(0).path("sha256").asText())
        .isEqualTo(digest("rootfs.img"));
  }

  @Test
  void takesEitherCopyOfADeviceWithTwoSlots() throws IOException {
    String copy = """
      { images: ( { filename = "rootfs.img"; device = "/dev/mmcblk0p%d"; sha256 = "%s"; } );
        bootenv: ( { name = "bootpart"; value = "0:%d"; } ); };""";
    Files.writeString(directory.resolve("sw-description"), """
      software = {
        version = "1.4.0";
        hardware-compatibility: [ "revC" ];
        stable = { copy-1: %s
                   copy-2: %s };
      };""".formatted(copy.formatted(2, digest("rootfs.img"), 2),
        copy.formatted(3, digest("rootfs.img"), 3)));
    signCms();
    pack("newc", "sw-description", "sw-description.sig", "rootfs.img");
    swupdate().run("-c", "-k", owner.path("ca.pem"), "-i", owner.path("old.swu"), "-e",
        "stable,copy-2", "-H", "old:revC");

    assertThat(desk.ok("import @old.swu --trust @ca.pem --dry-run" + REST)
        .json()
        .path("left_out")
        .toString()).contains("variable bootpart = 0:2");
    assertThat(desk.ok("import @old.swu --trust @ca.pem --select stable,copy-2 --dry-run" + REST)
        .json()
        .path("left_out")
        .toString()).contains("variable bootpart = 0:3");
    assertThat(desk.run("import @old.swu --trust @ca.pem --select main" + REST).err())
        .contains("those with images are stable,copy-1 and stable,copy-2");
  }

  @Test
  void readsADescriptionInJson() throws IOException {
    Files.writeString(directory.resolve("sw-description"), """
      {"software": {"version": "2.0.0", "images": [
        {"filename": "rootfs.img", "device": "/dev/mmcblk0p2", "type": "raw", "sha256": "%s"}],
        "scripts": [{"filename": "after.sh", "type": "postinstall"}]}}"""
        .formatted(digest("rootfs.img")));
    signCms();
    pack("newc", "sw-description", "sw-description.sig", "rootfs.img");

    JsonNode json = desk.ok("import @old.swu --trust @ca.pem" + REST).json();
    assertThat(json.path("version").asText()).isEqualTo("2.0.0");
    assertThat(json.path("left_out").toString()).contains("script after.sh");
  }

  @ParameterizedTest
  @CsvSource({
      "type = \"ubivol\";, SWUpdate's handler ubivol",
      "encrypted = true;, is encrypted",
      "compressed = \"lz4\";, is compressed with lz4",
      "offset = \"16K\";, has offset = 16K",
      "volume = \"rootfs\";, has volume = rootfs"
  })
  void refusesWhatASlotWouldNotHoldAsItIs(String setting, String expected) throws IOException {
    describe("rootfs.img", setting);
    signCms();
    pack("newc", "sw-description", "sw-description.sig", "rootfs.img");

    assertThat(desk.run("import @old.swu --trust @ca.pem" + REST).err()).contains(expected);
  }

  private void describe(String file, String settings) throws IOException {
    Files.writeString(directory.resolve("sw-description"), """
      software =
      {
        version = "1.4.0"; // as released
        hardware-compatibility: [ "revC" ];
        images: (
          { filename = "%s"; device = "/dev/mmcblk0p2"; sha256 = "%s"; %s }
        );
      }
      """.formatted(file, digest(file), settings));
  }

  private void signCms() throws IOException {
    owner.openssl("cms", "-sign", "-in", owner.path("sw-description"), "-out",
        owner.path("sw-description.sig"), "-signer", owner.path("signer.pem"), "-inkey",
        owner.path("signer.key"), "-outform", "DER", "-nosmimecap", "-binary");
  }

  private void pack(String form, String... files) throws IOException {
    if (form.equals("newc")) {
      RealTool.require("busybox");
      RealTool.require("sh")
          .run("-c", "cd " + directory + " && printf '%s\\n' "
              + String.join(" ", files) + " | busybox cpio -o -H newc > old.swu");
      return;
    }
    try (OutputStream out = Files.newOutputStream(directory.resolve("old.swu"));
        CpioArchiveOutputStream cpio =
            new CpioArchiveOutputStream(out, CpioConstants.FORMAT_NEW_CRC)) {
      for (String file : files) {
        byte[] content = Files.readAllBytes(directory.resolve(file));
        CpioArchiveEntry entry =
            new CpioArchiveEntry(CpioConstants.FORMAT_NEW_CRC, file, content.length);
        entry.setMode(CpioConstants.C_ISREG | 0644);
        entry.setChksum(IntStream.range(0, content.length).mapToLong(i -> content[i] & 0xff).sum()
            & 0xffffffffL);
        cpio.putArchiveEntry(entry);
        cpio.write(content);
        cpio.closeArchiveEntry();
      }
    }
  }

  private static RealTool swupdate() {
    return RealTool.require("swupdate");
  }

  private String swupdateRefuses() throws IOException {
    swupdate();
    return RealTool.require("sh")
        .run("-c", "! swupdate -c -k " + owner.path("ca.pem") + " -i "
            + owner.path("old.swu") + " -H old:revC");
  }

  private String digest(String file) throws IOException {
    return Sha256.digest(Files.readAllBytes(directory.resolve(file))).toString();
  }

  private static String[] concat(String[] first, String[] second) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(second));
    return all.toArray(String[]::new);
  }
}
