package dev.bascule.publisher.cli;

import dev.bascule.publisher.RealTool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Somebody who has updated a fleet with another updater: certificates and keys that OpenSSL made, and an image. */
record OldOwner(Path directory) {

  private static final int IMAGE = 75 * 4096;

  /** Moves in: makes {@code rootfs.img}, and a certificate {@code ca.pem} that issues others. */
  static OldOwner in(Path directory) throws IOException {
    OldOwner owner = new OldOwner(directory);
    byte[] image = new byte[IMAGE];
    new Random(1).nextBytes(image);
    Files.write(directory.resolve("rootfs.img"), image);
    owner.selfSigned("ca", "basicConstraints=critical,CA:TRUE");
    return owner;
  }

  /** Makes {@code NAME.pem} and {@code NAME.key}. */
  void selfSigned(String name, String extension) throws IOException {
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-keyout", path(name + ".key"), "-out", path(name + ".pem"), "-days", "1000", "-subj",
        "/O=Old Owner/CN=" + name, "-addext", extension);
  }

  /** Makes {@code NAME.pem} and {@code NAME.key}, issued by the first certificate. */
  void issued(String name, String extensions) throws IOException {
    issued("ca", name, extensions);
  }

  /** The same, issued by whoever has a certificate, may it issue any or not. */
  void issued(String issuer, String name, String extensions) throws IOException {
    openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-keyout", path(name + ".key"), "-out", path(name + ".csr"), "-subj",
        "/O=Old Owner/CN=" + name);
    Files.writeString(directory.resolve(name + ".ext"), extensions + "\n");
    openssl("x509", "-req", "-in", path(name + ".csr"), "-CA", path(issuer + ".pem"), "-CAkey",
        path(issuer + ".key"), "-CAcreateserial", "-days", "1000", "-extfile", path(name + ".ext"),
        "-out",
        path(name + ".pem"));
  }

  String openssl(String... arguments) throws IOException {
    return RealTool.require("openssl").run(arguments);
  }

  String path(String name) {
    return directory.resolve(name).toString();
  }

  /** Changes one byte of a file. */
  static void spoil(Path file, long offset) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.seek(offset);
      int old = open.read();
      open.seek(offset);
      open.write(old ^ 1);
    }
  }
}
