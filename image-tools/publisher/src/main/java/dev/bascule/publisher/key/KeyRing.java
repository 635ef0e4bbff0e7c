package dev.bascule.publisher.key;

import dev.bascule.image.tuf.KeyId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
      ring.add(signer);
    }
    return ring;
  }

  /** Adds a signer, which the ring closes. */
  public void add(Signer signer) {
    Signer same = signers.putIfAbsent(signer.publicKey().id(), signer);
    if (same != null) {
      signer.close();
    }
  }

  /**
   * Opens a key file and adds it.
   *
   * @param path a private key, or a directory of which every {@code .key} file is taken
   */
  public void addFile(Path path, PassphraseSource passphrases) throws IOException {
    for (Path file : keyFiles(path)) {
      add(KeyFile.at(file).open(passphrases));
    }
  }

  private static List<Path> keyFiles(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> entries = Files.list(path)) {
      List<Path> keys = entries.filter(KeyFile::hasPrivateName).sorted().toList();
      if (keys.isEmpty()) {
        throw new KeyException(path.toString(), "expected keys in it, found no file NAME.key");
      }
      return keys;
    }
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
