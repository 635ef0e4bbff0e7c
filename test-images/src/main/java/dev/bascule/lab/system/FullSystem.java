package dev.bascule.lab.system;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.Progress;
import dev.bascule.lab.debian.DeviceRoot;
import dev.bascule.lab.pack.DevicePackage;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;

/**
 * A system as a device has it: Debian with systemd, a read-only root under dm-verity, our package with its units. Each
 * release is two volumes: the root, and beside it kernel, initramfs and root hash, so that one update changes all.
 *
 * @param directory where its parts are
 * @param root the tree that releases are made of
 * @param kernel Debian's
 * @param time of everything in the root: the one that the package's cache knows its jars by
 */
public record FullSystem(Path directory, DeviceRoot root, Path kernel, Instant time) {

  /** Where connections are taken and nobody says a word. */
  public static final String MUTE = "127.0.0.1:7";

  /** Of every hash tree here: known beforehand, for the root hash goes into the other volume. */
  public static final String SALT = "6261736c".repeat(8);
  /** Of every hash tree here. */
  public static final String UUID = "6261736c-7562-4c61-8000-000068617368";

  /** How long the volume beside the root is, in bytes. */
  public static final long BOOT_BYTES = 32L << 20;

  private static final int PACKAGE_LEVEL = 1;
  private static final List<String> MODULES = List.of("dm_verity", "erofs", "autofs4");

  /**
   * Builds one with the package of the checkout's build. Needs root, for a system's files have many owners.
   *
   * @param cache where Debian's system, the kernel and the Java runtime are kept
   * @param directory new or empty
   */
  public static FullSystem build(Checkout checkout, Path cache, Path directory,
      Progress progress) throws IOException {
    Files.createDirectories(directory);
    DeviceRoot debian = DeviceRoot.get(cache, progress);
    KernelPackage kernel = KernelPackage.fetch(cache, progress);
    DevicePackage bascule = DevicePackage.kept(checkout, cache, progress);
    progress.step("building the full system");
    Path deb = bascule.writeDebianPackage(directory, PACKAGE_LEVEL);
    DeviceRoot root = debian.copyTo(directory.resolve("root"));
    // What a person does to an image: dpkg unpacks it and runs its scripts in the new root.
    new Tool("dpkg", "dpkg").command("--root=" + root.tree(), "--install", deb.toString()).run();
    new SystemFiles(root.tree()).write();
    FullSystem system = new FullSystem(directory, root, kernel.image(), bascule.time());
    Initramfs.write(system.initramfs(), kernel, directory, Script.VERITY, MODULES,
        List.of(new Tool("veritysetup", "cryptsetup-bin")));
    return system;
  }

  /**
   * Makes a release.
   *
   * @param place where its volumes go: a directory, made if it is not there
   * @param version what it says of itself
   */
  public FullRelease release(Path place, String version, Fault fault) throws IOException {
    Files.createDirectories(place);
    new SystemFiles(root.tree()).writeRelease(version, fault);
    Path volume = place.resolve("root.erofs");
    root.writeVolume(volume, time);
    Path whole = Files.copy(volume, place.resolve("root.verity"),
        StandardCopyOption.REPLACE_EXISTING);
    HashTree hashes = HashTree.append(whole);
    Path boot = place.resolve("boot.ext4");
    writeBoot(boot, "set verity=\"bascule.roothash=%s bascule.hashoffset=%d\"%n"
        .formatted(hashes.rootHash(), hashes.dataBytes()));
    return new FullRelease(boot, volume, whole);
  }

  private Path initramfs() {
    return directory.resolve("initrd.img");
  }

  private void writeBoot(Path volume, String options) throws IOException {
    Path tree = Files.createTempDirectory(directory, "boot");
    Files.copy(kernel, tree.resolve("vmlinuz"));
    Files.copy(initramfs(), tree.resolve("initrd.img"));
    Files.writeString(tree.resolve("options.cfg"), options, StandardCharsets.UTF_8);
    Files.deleteIfExists(volume);
    TinySystem.makeExt4(tree, volume, BOOT_BYTES, time);
    new FileTree(tree).delete();
  }
}
