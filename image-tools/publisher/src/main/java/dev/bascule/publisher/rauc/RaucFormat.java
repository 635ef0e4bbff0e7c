package dev.bascule.publisher.rauc;

import dev.bascule.image.Sha256;
import dev.bascule.publisher.foreign.CmsSignature;
import dev.bascule.publisher.foreign.ForeignException;
import dev.bascule.publisher.foreign.ForeignFormat;
import dev.bascule.publisher.foreign.ForeignImage;
import dev.bascule.publisher.foreign.ForeignRelease;
import dev.bascule.publisher.foreign.ForeignRequest;
import dev.bascule.publisher.foreign.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * RAUC's bundles, plain and verity (RAUC's reference, "Bundle Formats"): a squashfs, in verity format its hash tree, the signature,
 * and the signature's length in 8 bytes. The squashfs is copied first, what was copied is verified, and then that is unpacked.
 */
public final class RaucFormat implements ForeignFormat {

  private static final byte[] MAGIC = {'h', 's', 'q', 's'};
  private static final String MANIFEST = "manifest.raucm";

  @Override
  public String updater() {
    return "RAUC";
  }

  /** An encrypted bundle has its name alone: it looks like nothing. */
  @Override
  public boolean fits(String name, byte[] head) {
    return name.endsWith(".raucb")
        || Arrays.equals(Arrays.copyOf(head, MAGIC.length), MAGIC);
  }

  @Override
  public ForeignRelease read(Path file, ForeignRequest request) throws IOException {
    String source = file.getFileName().toString();
    try (RaucBundle bundle = RaucBundle.open(source, file)) {
      CmsSignature signature = CmsSignature.parse(source, bundle.signature());
      if (signature.encrypted()) {
        throw encrypted(source);
      }
      Optional<byte[]> inline = signature.content();
      return inline.isPresent()
          ? verity(source, bundle, signature, inline.get(), request)
          : plain(source, bundle, signature, request);
    }
  }

  private static ForeignRelease verity(String source, RaucBundle bundle, CmsSignature signature,
      byte[] inline, ForeignRequest request) throws IOException {
    List<String> signers = request.trust().anybody()
        ? List.of()
        : signature.require(request.trust(), Optional.empty());
    if (inline.length > RaucManifest.MAX_LENGTH) {
      throw new ForeignException(source + ": the manifest: expected at most "
          + RaucManifest.MAX_LENGTH + " bytes, found " + inline.length);
    }
    KeyFile keys = KeyFile.parse(source + ": the signed manifest", inline);
    RaucManifest manifest = RaucManifest.of(source, keys);
    requireFormat(source, manifest, "verity");
    BundleTree tree = BundleTree.of(source, keys);
    long start = tree.start(source, bundle.payload());
    BundleTree.Check check = tree.new Check(source, bundle.channel(), start);
    StoredFile squashfs = bundle.copy(start, request, check::add);
    check.finish();
    return unpack(new Squashfs(source, squashfs.path()), manifest, signers, request);
  }

  private static ForeignRelease plain(String source, RaucBundle bundle, CmsSignature signature,
      ForeignRequest request) throws IOException {
    StoredFile payload = bundle.copy(bundle.payload(), request, (content, length) -> {});
    List<String> signers = request.trust().anybody()
        ? List.of()
        : signature.require(request.trust(), Optional.of(
            out -> Files.copy(payload.path(), out)));
    Squashfs squashfs = new Squashfs(source, payload.path());
    byte[] text = squashfs.read(MANIFEST, in -> {
      byte[] read = in.readNBytes(RaucManifest.MAX_LENGTH + 1);
      if (read.length > RaucManifest.MAX_LENGTH) {
        throw new ForeignException(source + ": " + MANIFEST + ": expected at most "
            + RaucManifest.MAX_LENGTH + " bytes, found more");
      }
      return read;
    });
    RaucManifest manifest = RaucManifest.of(source, KeyFile.parse(source + ": " + MANIFEST, text));
    requireFormat(source, manifest, "plain");
    return unpack(squashfs, manifest, signers, request);
  }

  private static void requireFormat(String source, RaucManifest manifest, String format)
      throws ForeignException {
    if (manifest.format().equals("crypt")) {
      throw encrypted(source);
    }
    if (!manifest.format().equals(format)) {
      throw new ForeignException(source + ": is made like a bundle of format " + format
          + ", but its manifest says " + manifest.format());
    }
  }

  private static ForeignException encrypted(String source) {
    return new ForeignException(source + ": is a bundle of format crypt, encrypted to its devices; "
        + "make one of format verity of the same content and import that");
  }

  private static ForeignRelease unpack(Squashfs squashfs, RaucManifest manifest,
      List<String> signers, ForeignRequest request) throws IOException {
    String source = squashfs.source();
    Map<String, RaucImage> byName = new LinkedHashMap<>();
    manifest.images().forEach(image -> byName.put(image.name(), image));
    Map<String, String> roles = request.roles().of(source, byName.keySet());
    List<String> left = new ArrayList<>(manifest.left());
    List<ForeignImage> images = new ArrayList<>();
    for (RaucImage image : manifest.images()) {
      String role = roles.get(image.name());
      if (role == null) {
        left.add("image " + image.name());
        continue;
      }
      image.requireWhole(source);
      images.add(new ForeignImage(image.name(), role, extract(squashfs, image, request)));
    }
    return new ForeignRelease("RAUC bundle, " + manifest.format(), signers, manifest.version(),
        manifest.description(), List.of(manifest.compatible()), images, left);
  }

  private static StoredFile extract(Squashfs squashfs, RaucImage image, ForeignRequest request)
      throws IOException {
    String what = squashfs.source() + ": " + image.file();
    StoredFile stored = squashfs.read(image.file(), (InputStream in) -> request.work()
        .store(what, in, image.size(), (content, length) -> {}));
    Sha256 expected = image.sha256();
    if (stored.size() != image.size() || !stored.sha256().equals(expected)) {
      throw new ForeignException(what + ": expected " + image.size() + " bytes with the SHA-256 "
          + expected + ", found " + stored.size() + " with " + stored.sha256());
    }
    return stored;
  }
}
