package dev.bascule.lab.bench;

import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * A signed bundle that RAUC installs, with the certificate that it trusts. The {@code plain} format, for
 * the {@code verity} format needs device-mapper on the machine that measures.
 *
 * @param file the bundle
 * @param certificate the signer's, self-signed
 */
record RaucBundle(Path file, Path certificate) {

  static final Tool RAUC = Tool.of("rauc");
  static final String COMPATIBLE = "bascule-lab";

  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final String MANIFEST = """
    [update]
    compatible=%s
    version=2

    [bundle]
    format=plain

    [image.rootfs]
    filename=rootfs.img
    """.formatted(COMPATIBLE);

  /** Makes a bundle of an image in a directory, or takes the one that an earlier run left there whole. */
  static RaucBundle make(Path image, int level, Path directory) throws IOException {
    RaucBundle bundle = new RaucBundle(
        directory.resolve("bundle.raucb"),
        directory.resolve("certificate.pem"));
    if (Files.exists(bundle.file)) {
      return bundle;
    }
    Path key = directory.resolve("key.pem");
    Tool.of("openssl")
        .command(
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-keyout",
            key.toString(),
            "-out",
            bundle.certificate.toString(),
            "-days",
            "3650",
            "-subj",
            "/O=bascule-lab/CN=bascule-lab")
        .run();
    Path content = Files.createDirectories(directory.resolve("content"));
    Files.writeString(content.resolve("manifest.raucm"), MANIFEST, StandardCharsets.UTF_8);
    Files.copy(image, content.resolve("rootfs.img"), StandardCopyOption.REPLACE_EXISTING);
    Path partial = directory.resolve("partial.raucb");
    Files.deleteIfExists(partial);
    // RAUC calls mksquashfs by name.
    Tool squashfs = new Tool("mksquashfs", "squashfs-tools");
    squashfs.command();
    RAUC.command(
        "--cert=" + bundle.certificate,
        "--key=" + key,
        "--keyring=" + bundle.certificate,
        "bundle",
        "--mksquashfs-args=-comp zstd -Xcompression-level " + level,
        content.toString(),
        partial.toString()).within(LIMIT).run();
    Files.delete(content.resolve("rootfs.img"));
    return new RaucBundle(
        Files.move(partial, bundle.file, StandardCopyOption.ATOMIC_MOVE),
        bundle.certificate);
  }
}
