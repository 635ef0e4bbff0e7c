package dev.bascule.publisher.mender;

import dev.bascule.image.Sha256;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.image.json.StrictJson;
import dev.bascule.publisher.foreign.ArchiveStream;
import dev.bascule.publisher.foreign.ArchiveStream.Entry;
import dev.bascule.publisher.foreign.Compression;
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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Mender's artifacts in format 3: a tar archive with {@code version}, the checksums of all files in {@code manifest}, its signature,
 * then the header and the data, each an archive in it. Read once, from the beginning to the end.
 */
public final class MenderFormat implements ForeignFormat {

  private static final int MAX_VERSION = 4096;
  private static final int MAX_SIGNATURE = 16 << 10;
  private static final int MAX_HEADER = 16 << 20;
  private static final String IMAGE = "rootfs-image";
  private static final String VERSION = "version";
  private static final String SIGNATURE = "manifest.sig";
  private static final String HEADER = "header.tar";
  private static final String DATA = "data/0000.tar";

  @Override
  public String updater() {
    return "Mender";
  }

  @Override
  public boolean fits(String name, byte[] head) {
    byte[] first = (VERSION + '\0').getBytes(StandardCharsets.US_ASCII);
    return Arrays.equals(Arrays.copyOf(head, first.length), first);
  }

  @Override
  public ForeignRelease read(Path file, ForeignRequest request) throws IOException {
    String source = file.getFileName().toString();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return new Reading(source, ArchiveStream.tar(source, in, request.progress()), request).read();
    }
  }

  /** One artifact that is being read. */
  private record Reading(String source, ArchiveStream archive, ForeignRequest request) {

    ForeignRelease read() throws IOException {
      byte[] version = next(VERSION).bytes(MAX_VERSION);
      byte[] manifest = next("manifest").bytes(Checksums.MAX_LENGTH);
      Entry entry = next(SIGNATURE, HEADER);
      List<String> signers = List.of();
      if (!request.trust().anybody()) {
        signers = List.of(signer(entry, manifest));
      }
      Checksums sums = Checksums.parse(source, manifest);
      sums.require(VERSION, Sha256.digest(version));
      requireFormat(version);
      ArtifactHeader header =
          header(entry.name().equals(SIGNATURE) ? next(HEADER) : entry, sums);
      String role = request.roles()
          .of(source, Set.of(IMAGE))
          .getOrDefault(IMAGE, "");
      StoredFile image = image(next(DATA), sums);
      sums.requireAll();
      Optional<Entry> more = archive.next();
      if (more.isPresent()) {
        throw unexpected("the end", more);
      }
      return new ForeignRelease("Mender artifact", signers, header.version(), header.name(),
          header.devices(), List.of(new ForeignImage(IMAGE, role, image)), header.left());
    }

    /** The next file, whose name, without what its compression adds, is one of some. */
    private Entry next(String... names) throws IOException {
      Optional<Entry> entry = archive.next();
      for (String name : names) {
        if (entry.isPresent() && entry.get().name().startsWith(name)
            && Compression.ofSuffix(entry.get().name().substring(name.length())).isPresent()) {
          return entry.get();
        }
      }
      throw unexpected(names[0], entry);
    }

    private ForeignException unexpected(String expected, Optional<Entry> found) {
      String name = found.map(Entry::name).orElse("the end");
      return new ForeignException(source + ": expected " + expected + ", found " + name
          + (name.contains("augment") ? ": artifacts with unsigned parts, as deltas have, are not "
              + "imported" : ""));
    }

    private String signer(Entry entry, byte[] manifest) throws IOException {
      if (!entry.name().equals(SIGNATURE)) {
        throw new NotVouchedException(
            source + ": is not signed: expected " + SIGNATURE + ", found " + entry.name());
      }
      byte[] text = entry.bytes(MAX_SIGNATURE);
      try {
        return new RawSignature(source + ": " + SIGNATURE, Base64.getDecoder()
            .decode(new String(text, StandardCharsets.ISO_8859_1).strip()))
            .require(request.trust(), manifest);
      } catch (IllegalArgumentException e) {
        throw new ForeignException(source + ": " + SIGNATURE + ": expected base64", e);
      }
    }

    private void requireFormat(byte[] version) throws IOException {
      try {
        Members members = StrictJson.parseObject(version, MAX_VERSION);
        if (!members.string("format").equals("mender")
            || members.integer("version", 0, Integer.MAX_VALUE) != 3) {
          throw new ForeignException(source + ": expected an artifact of format 3, found "
              + members.node());
        }
      } catch (JsonException e) {
        throw new ForeignException(source + ": version: " + e.getMessage(), e);
      }
    }

    private ArtifactHeader header(Entry entry, Checksums sums) throws IOException {
      byte[] packed = entry.bytes(MAX_HEADER);
      sums.require(entry.name(), Sha256.digest(packed));
      try (InputStream tar = unpack(entry, HEADER, new ByteArrayInputStream(packed))) {
        return ArtifactHeader.read(source, tar);
      }
    }

    private StoredFile image(Entry entry, Checksums sums) throws IOException {
      try (InputStream tar = unpack(entry, DATA, entry.content())) {
        ArchiveStream data = ArchiveStream.tar(source + ": " + entry.name(), tar, bytes -> {});
        Entry image = data.next()
            .orElseThrow(() -> new ForeignException(source + ": has no image in " + entry.name()));
        String what = source + ": " + image.name();
        StoredFile stored = request.work()
            .store(what, image.content(), WorkDirectory.MAX_IMAGE, (content, length) -> {});
        if (stored.size() != image.size()) {
          throw new ForeignException(
              what + ": expected " + image.size() + " bytes, found " + stored.size());
        }
        sums.require("data/0000/" + image.name(), stored.sha256());
        if (data.next().isPresent()) {
          throw new ForeignException(source + ": expected one image, found more files");
        }
        return stored;
      }
    }

    private InputStream unpack(Entry entry, String name, InputStream content)
        throws IOException {
      return Compression.ofSuffix(entry.name().substring(name.length()))
          .orElseThrow()
          .unpack(source + ": " + entry.name(), content);
    }
  }
}
