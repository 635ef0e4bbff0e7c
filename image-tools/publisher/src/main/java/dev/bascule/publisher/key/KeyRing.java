package dev.bascule.publisher.key;

import dev.bascule.image.tuf.KeyId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The signers that someone has at hand, each once. */
public final class KeyRing implements Closeable {

  private final Map<KeyId, Signer> signers = new LinkedHashMap<>();

  private KeyRing() {}

  /** A ring of signers that are open already; the ring closes them. */
  public static KeyRing of(Signer... signers) {
    KeyRing ring = new KeyRing();
    for (Signer signer : signers) {
      ring.signers.put(signer.publicKey().id(), signer);
    }
    return ring;
  }

  /**
   * Opens key files.
   *
   * @param files private keys, or directories of which every {@code .key} file is taken
   */
  public static KeyRing open(List<Path> files, PassphraseSource passphrases) throws IOException {
    KeyRing ring = new KeyRing();
    try {
      for (Path file : keyFiles(files)) {
        Signer signer = KeyFile.at(file).open(passphrases);
        ring.signers.put(signer.publicKey().id(), signer);
      }
      return ring;
    } catch (IOException | RuntimeException e) {
      ring.close();
      throw e;
    }
  }

  private static List<Path> keyFiles(List<Path> paths) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (!Files.isDirectory(path)) {
        files.add(path);
        continue;
      }
      try (Stream<Path> entries = Files.list(path)) {
        List<Path> keys = entries.filter(KeyFile::hasPrivateName).sorted().toList();
        if (keys.isEmpty()) {
          throw new KeyException(path.toString(), "expected keys in it, found no file NAME.key");
        }
        files.addAll(keys);
      }
    }
    return files;
  }

  /** Whether any of some files needs a passphrase. */
  public static boolean needsPassphrase(List<Path> files) throws IOException {
    for (Path file : keyFiles(files)) {
      if (KeyFile.at(file).isEncrypted()) {
        return true;
      }
    }
    return false;
  }

  /** Those of the signers that have one of some ids. */
  public List<Signer> signers(Collection<KeyId> ids) {
    return signers.entrySet()
        .stream()
        .filter(entry -> ids.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** All signers. */
  public List<Signer> signers() {
    return List.copyOf(signers.values());
  }

  @Override
  public void close() {
    for (Signer signer : signers.values()) {
      signer.close();
    }
  }
}
