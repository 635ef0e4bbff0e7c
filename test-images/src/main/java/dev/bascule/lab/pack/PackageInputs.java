package dev.bascule.lab.pack;

import dev.bascule.image.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a package is made of.
 *
 * @param files files and directories, in an order that stays
 */
record PackageInputs(List<Path> files) {

  PackageInputs {
    files = List.copyOf(files);
  }

  /** Tells it from what is made of anything else: of another name in a directory, or of one other byte. */
  String key() throws IOException {
    try (DigestOutputStream digest =
        new DigestOutputStream(OutputStream.nullOutputStream(), Sha256.newDigest())) {
      for (Path top : files) {
        try (Stream<Path> inside = Files.walk(top)) {
          for (Path file : inside.filter(Files::isRegularFile).sorted().toList()) {
            digest.write((top.relativize(file) + "\n" + Files.size(file) + "\n")
                .getBytes(StandardCharsets.UTF_8));
            Files.copy(file, digest);
          }
        }
      }
      return Sha256.of(digest.getMessageDigest().digest()).brief();
    }
  }
}
