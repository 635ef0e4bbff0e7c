package dev.bascule.publisher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bascule.publisher.RealTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that the real programs made, sound ones and such as would hurt a fleet. */
final class LintTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path directory;
  @SuppressWarnings("NullAway.Init") // made before each test
  private Path tree;
  @SuppressWarnings("NullAway.Init") // made before each test
  private Desk desk;

  @BeforeEach
  void makeASoundTree() throws IOException {
    desk = new Desk(directory);
    desk.keys("alice");
    desk.ok("""
      root init --out @root.json --key root=@keys/alice.pub --key targets=@keys/alice.pub
      --key snapshot=@keys/alice.pub --key timestamp=@keys/alice.pub""");
    desk.ok("root sign @root.json --keys @keys/alice.key");
    tree = Files.createDirectory(directory.resolve("tree"));
    put("usr/bin/bascule", "#!/bin/sh\n");
    put("usr/lib/systemd/system/bascule-confirm.service", "[Unit]\n");
    put("usr/share/bascule/root.json", Files.readString(directory.resolve("root.json")));
    put("etc/machine-id", "uninitialized\n");
    put("etc/shadow", "root:*:19000:0:99999:7:::\ndaemon:!:19000::::::\n");
    put("etc/ssl/certs/ca.pem", "-----BEGIN CERTIFICATE-----\n");
    Files.createSymbolicLink(tree.resolve("etc/hosts"), Path.of("hostname"));
    Files.setPosixFilePermissions(Files.createDirectory(tree.resolve("tmp")),
        PosixFilePermissions.fromString("rwxrwxrwx"));
    RealTool.require("chmod").run("1777", tree.resolve("tmp").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"directory", "erofs", "ext4", "squashfs", "tar"})
  void seesTheSameInEveryForm(String form) throws IOException {
    assertThat(lint(form)).as("a sound image").isEmpty();

    spoil();

    assertThat(lint(form)).containsExactlyInAnyOrder(
        "private-key /etc/bascule/device.key", "private-key /etc/ssh/ssh_host_ed25519_key",
        "password /etc/shadow", "password /etc/shadow", "host-key /etc/ssh/ssh_host_ed25519_key",
        "machine-id /etc/machine-id", "seed /var/lib/bascule/seed",
        "world-writable /usr/bin/bascule", "trust-anchor /usr/share/bascule/root.json");
  }

  @Test
  void refusesUntilWhatIsSeriousIsMendedOrAllowed() throws IOException {
    put("usr/share/doc/test.key", "-----BEGIN RSA PRIVATE KEY-----\n");

    Desk.Ran refused = desk.run("lint @tree");
    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.out()).contains("SERIOUS  private-key  /usr/share/doc/test.key", "BAD ");
    desk.ok("lint @tree --allow private-key:/usr/share/doc/");
    assertThat(desk.run("lint @tree --allow private-key:/etc/").exit()).isEqualTo(3);
    desk.ok("lint @tree --allow private-key");
  }

  @Test
  void tellsThatADeviceCouldNeverUpdateItselfAway() throws IOException {
    Files.delete(tree.resolve("usr/bin/bascule"));
    Files.delete(tree.resolve("usr/lib/systemd/system/bascule-confirm.service"));
    Files.delete(tree.resolve("usr/share/bascule/root.json"));

    assertThat(lint("directory")).containsExactly("updater /usr/bin/bascule",
        "confirm /usr/lib/systemd/system/bascule-confirm.service",
        "trust-anchor /usr/share/bascule/root.json");
  }

  /** A link in an image must not lead to the files of the machine that looks. */
  @Test
  void followsNoLinkOutOfTheImage() throws IOException {
    Files.delete(tree.resolve("etc/machine-id"));
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("secret"), "-----BEGIN PRIVATE KEY-----\n");
    Files.writeString(elsewhere.resolve("machine-id"), "0123456789abcdef0123456789abcdef\n");
    Files.createSymbolicLink(tree.resolve("etc/machine-id"), elsewhere.resolve("machine-id"));
    Files.createSymbolicLink(tree.resolve("opt"), elsewhere);

    assertThat(lint("directory")).isEmpty();
  }

  @Test
  void saysWhatItCannotLookInto() throws IOException {
    Files.writeString(directory.resolve("odd.img"), "nothing of the kind");
    Desk.Ran odd = desk.run("lint @odd.img");
    assertThat(odd.exit()).isEqualTo(1);
    assertThat(odd.err()).contains("odd.img: expected an EROFS, ext4 or squashfs file system");

    byte[] broken = new byte[8192];
    System.arraycopy(new byte[]{(byte) 0xe2, (byte) 0xe1, (byte) 0xf5, (byte) 0xe0}, 0, broken,
        1024, 4);
    Files.write(directory.resolve("broken.img"), broken);
    RealTool.require("fsck.erofs");
    Desk.Ran damaged = desk.run("lint @broken.img");
    assertThat(damaged.exit()).isEqualTo(1);
    assertThat(damaged.err()).contains("broken.img: fsck.erofs cannot read it");
  }

  private void spoil() throws IOException {
    put("etc/bascule/device.key", "-----BEGIN PRIVATE KEY-----\nMC4CAQ==\n");
    put("etc/ssh/ssh_host_ed25519_key", "-----BEGIN OPENSSH PRIVATE KEY-----\n");
    put("etc/machine-id", "0123456789abcdef0123456789abcdef\n");
    put("etc/shadow", "root:$y$j9T$salt$hash:19000:0:99999:7:::\nguest::19000::::::\n");
    put("var/lib/bascule/seed", "00\n");
    put("usr/share/bascule/root.json", "{}");
    Files.setPosixFilePermissions(tree.resolve("usr/bin/bascule"),
        PosixFilePermissions.fromString("rwxr-xrwx"));
  }

  /** Makes an image of the tree, and gives what lint finds in it. */
  private List<String> lint(String form) throws IOException {
    Path image = directory.resolve("image." + form);
    Files.deleteIfExists(image);
    switch (form) {
      case "erofs" ->
        RealTool.require("mkfs.erofs").run("--quiet", image.toString(), tree.toString());
      case "ext4" -> RealTool.require("mke2fs")
          .run("-q", "-t", "ext4", "-d", tree.toString(), image.toString(), "8M");
      case "squashfs" -> RealTool.require("mksquashfs")
          .run(tree.toString(), image.toString(), "-quiet", "-no-progress");
      case "tar" -> RealTool.require("tar")
          .run("--create", "--file", image.toString(), "--directory", tree.toString(), ".");
      default -> image = tree;
    }
    List<String> found = new ArrayList<>();
    for (JsonNode finding : desk.run("lint --json " + image).json().path("findings")) {
      found.add(finding.path("rule").asText() + " " + finding.path("path").asText());
    }
    return found;
  }

  @Test
  void tellsWhetherSlotsHoldWhatWasBuilt() throws IOException {
    build();

    assertThat(desk.ok("lint @built --slot root=2Mi").out()).contains("good     0 to look at");
    assertThat(desk.ok("lint @built --slot root=1150000").out())
        .contains("look at  slot-size  root: takes 1.1 MB with its hash tree of a slot of 1.2 MB");
    Desk.Ran refused = desk.run("lint @built --slot root=1M");
    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.out()).contains("SERIOUS  slot-size  root: takes 1.1 MB");
    desk.ok("lint @built --slot root=1M --allow slot-size");
    assertThat(desk.run("lint @built --slot boot=1M").err()).contains("[root], found [boot]");
    assertThat(desk.run("lint @built --slot root=little").err()).contains("512Mi, found little");
    assertThat(desk.run("lint @tree --slot root=1M").err()).contains("a directory with image.json");
  }

  /** The digest stands across the border of two pieces in which the file is read. */
  @Test
  void tellsWhetherTheCommandLineNamesTheRootHash() throws IOException {
    String hash = build();
    byte[] kernel = new byte[(2 << 20) + 700];
    new Random(1).nextBytes(kernel);
    String line = " root=/dev/mapper/root roothash=" + hash.toUpperCase(Locale.ROOT) + " quiet";
    System.arraycopy(line.getBytes(StandardCharsets.US_ASCII), 0, kernel, (1 << 20) - 60,
        line.length());
    Files.write(directory.resolve("right.efi"), kernel);
    String other = hash.replace(hash.charAt(0), hash.charAt(0) == 'a' ? 'b' : 'a');
    Files.writeString(directory.resolve("wrong.conf"), "options roothash=" + other + "\n");
    Files.writeString(directory.resolve("none.conf"), "options roothash=" + hash + "0\n");

    desk.ok("lint @built --boot @right.efi");
    desk.ok("lint @built --boot @wrong.conf --boot @right.efi");
    Desk.Ran refused = desk.run("lint @built --boot @wrong.conf");
    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.out()).contains("root-hash  root: its root hash " + hash, "names " + other);
    assertThat(desk.run("lint @built --boot @none.conf").out()).contains("has no digest at all");
  }

  /** An image of one volume of 1 MiB with a hash tree; returns the root hash. */
  private String build() throws IOException {
    byte[] volume = new byte[1 << 20];
    new Random(2).nextBytes(volume);
    Files.write(directory.resolve("volume"), volume);
    JsonNode built = desk.ok("build root=@volume --verity root --model board --version 1.0.0 "
        + "--release 1 --level 1 --out @built --json").json();
    assertThat(built.isObject()).isTrue();
    return new ObjectMapper().readTree(directory.resolve("built/image.json").toFile())
        .path("volumes")
        .path(0)
        .path("verity")
        .path("root_hash")
        .asText();
  }

  private void put(String name, String content) throws IOException {
    Path file = tree.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
