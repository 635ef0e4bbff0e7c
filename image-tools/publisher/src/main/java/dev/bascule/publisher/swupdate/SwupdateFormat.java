package dev.bascule.publisher.swupdate;

import dev.bascule.image.Sha256;
import dev.bascule.publisher.foreign.ArchiveStream;
import dev.bascule.publisher.foreign.ArchiveStream.Entry;
import dev.bascule.publisher.foreign.CmsSignature;
import dev.bascule.publisher.foreign.ForeignException;
import dev.bascule.publisher.foreign.ForeignFormat;
import dev.bascule.publisher.foreign.ForeignImage;
import dev.bascule.publisher.foreign.ForeignRelease;
import dev.bascule.publisher.foreign.ForeignRequest;
import dev.bascule.publisher.foreign.NotVouchedException;
import dev.bascule.publisher.foreign.RawSignature;
import dev.bascule.publisher.foreign.StoredFile;
import dev.bascule.publisher.foreign.WorkDirectory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * SWUpdate's archives: cpio (newc or crc) with {@code sw-description} first, its signature second, then the files that it names
 * with their SHA-256. Read once, from the beginning to the end.
 */
public final class SwupdateFormat implements ForeignFormat {

  private static final String DESCRIPTION = "sw-description";
  private static final String SIGNATURE = "sw-description.sig";

  @Override
  public String updater() {
    return "SWUpdate";
  }

  @Override
  public boolean fits(String name, byte[] head) {
    String magic = new String(head, 0, Math.min(6, head.length), StandardCharsets.ISO_8859_1);
    return magic.equals("070701") || magic.equals("070702");
  }

  @Override
  public ForeignRelease read(Path file, ForeignRequest request) throws IOException {
    String source = file.getFileName().toString();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      ArchiveStream archive = ArchiveStream.cpio(source, in, request.progress());
      byte[] description = next(source, archive, DESCRIPTION).bytes(SwDescription.MAX_LENGTH);
      List<String> signers = request.trust().anybody()
          ? List.of()
          : signers(source, description, archive, request);
      return read(source, SwDescription.parse(source + ": " + DESCRIPTION, description,
          request.selection()), archive, signers, request);
    }
  }

  private static Entry next(String source, ArchiveStream archive, String name)
      throws IOException {
    Optional<Entry> entry = archive.next();
    if (entry.isPresent() && entry.get().name().equals(name)) {
      return entry.get();
    }
    String found = entry.map(Entry::name).orElse("the archive's end");
    if (name.equals(SIGNATURE)) {
      throw new NotVouchedException(source + ": is not signed: expected " + SIGNATURE + " behind "
          + DESCRIPTION + ", found " + found);
    }
    throw new ForeignException(source + ": expected " + name + ", found " + found);
  }

  private static List<String> signers(String source, byte[] description, ArchiveStream archive,
      ForeignRequest request) throws IOException {
    byte[] encoded = next(source, archive, SIGNATURE).bytes(CmsSignature.MAX_LENGTH);
    String what = source + ": " + SIGNATURE;
    CmsSignature cms;
    try {
      cms = CmsSignature.parse(what, encoded);
    } catch (ForeignException e) {
      return List.of(new RawSignature(what, encoded).require(request.trust(), description));
    }
    return cms.require(request.trust(), Optional.of(out -> out.write(description)));
  }

  private static ForeignRelease read(String source, SwDescription description,
      ArchiveStream archive, List<String> signers, ForeignRequest request) throws IOException {
    Map<String, String> roles = request.roles().of(source, description.images().keySet());
    Map<String, SwImage> wanted = new LinkedHashMap<>(description.images());
    wanted.keySet().retainAll(roles.keySet());
    for (SwImage image : wanted.values()) {
      image.requireWhole(source);
      requireDigest(source, image, request);
    }
    Map<String, StoredFile> stored = new LinkedHashMap<>();
    for (Optional<Entry> entry = archive.next(); entry.isPresent(); entry = archive.next()) {
      String name = entry.get().name();
      SwImage image = wanted.get(name);
      if (image != null
          && stored.put(name, store(source, image, entry.get(), request)) != null) {
        throw new ForeignException(source + ": expected each file once, found " + name + " twice");
      }
    }
    List<String> left = new ArrayList<>(description.left());
    List<ForeignImage> images = new ArrayList<>();
    for (String name : description.images().keySet()) {
      StoredFile content = stored.get(name);
      if (content != null) {
        images.add(new ForeignImage(name, roles.getOrDefault(name, ""), content));
      } else if (roles.containsKey(name)) {
        throw new ForeignException(source + ": " + DESCRIPTION + " names " + name
            + ", which is not in the archive");
      } else {
        left.add("image " + name);
      }
    }
    return new ForeignRelease("SWUpdate archive", signers, description.version(),
        description.description(), description.compatible(), images, left);
  }

  /** The signature is over the description alone, and covers a file by its digest there. */
  private static void requireDigest(String source, SwImage image, ForeignRequest request)
      throws NotVouchedException {
    if (!request.trust().anybody() && image.sha256().isEmpty()) {
      throw new NotVouchedException(source + ": the signature does not cover " + image.file()
          + ": expected sha256 in its entry in " + DESCRIPTION + ", found none");
    }
  }

  private static StoredFile store(String source, SwImage image, Entry entry,
      ForeignRequest request) throws IOException {
    String what = source + ": " + image.file();
    MessageDigest digest = Sha256.newDigest();
    InputStream packed = new DigestInputStream(entry.content(), digest);
    StoredFile stored;
    try (InputStream unpacked = image.compression().unpack(what, packed)) {
      stored = request.work()
          .store(what, unpacked, WorkDirectory.MAX_IMAGE,
              (content, length) -> {});
      packed.transferTo(OutputStream.nullOutputStream());
    }
    Sha256 found = Sha256.of(digest.digest());
    if (image.sha256().isPresent() && !image.sha256().get().equals(found)) {
      throw new ForeignException(
          what + ": expected the SHA-256 " + image.sha256().get() + ", found " + found);
    }
    return stored;
  }
}
