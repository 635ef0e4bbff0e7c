package dev.bascule.publisher.foreign;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.bascule.image.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;

/** Other updaters' files, unsigned and as small as can be. */
final class OtherArchives {

  /** An image that all of them hold. */
  static final File IMAGE = new File("a.img", "image".getBytes(US_ASCII));

  private OtherArchives() {}

  /** A file in an archive. */
  @SuppressWarnings("ArrayRecordComponent") // written once, never compared
  record File(String name, byte[] content) {
    static File of(String name, String content) {
      return new File(name, content.getBytes(US_ASCII));
    }
  }

  static byte[] swu(File image) throws IOException {
    return cpio(File.of("sw-description", """
      software = { version = "1.0.0"; images: ( { filename = "%s"; sha256 = "%s"; } ); }"""
        .formatted(image.name(), Sha256.digest(image.content()))), image);
  }

  static byte[] mender(File image) throws IOException {
    File version = File.of("version", "{\"format\":\"mender\",\"version\":3}");
    File header = new File("header.tar", tar(File.of("header-info", """
      {"payloads":[{"type":"rootfs-image"}],"artifact_provides":{"artifact_name":"1.0.0"},\
      "artifact_depends":{"device_type":["a"]}}"""),
        File.of("headers/0000/type-info", "{\"type\":\"rootfs-image\"}")));
    return tar(version, File.of("manifest", """
      %s  data/0000/%s
      %s  header.tar
      %s  version
      """.formatted(Sha256.digest(image.content()), image.name(), Sha256.digest(header.content()),
        Sha256.digest(version.content()))), header, new File("data/0000.tar", tar(image)));
  }

  /** A bundle in verity format whose hash tree is right and whose squashfs is none: two blocks, one of the tree. */
  static byte[] raucb() throws IOException {
    byte[] data = new byte[2 * 4096];
    System.arraycopy("hsqs".getBytes(US_ASCII), 0, data, 0, 4);
    byte[] tree = new byte[4096];
    for (int block = 0; block < 2; block++) {
      System.arraycopy(salted(Arrays.copyOfRange(data, block * 4096, block * 4096 + 4096)),
          0, tree, block * 32, 32);
    }
    byte[] signature = signature("""
      [update]
      compatible=a
      version=1.0.0

      [bundle]
      format=verity
      verity-hash=%s
      verity-salt=00
      verity-size=4096

      [image.rootfs]
      filename=a.img
      size=5
      sha256=%s
      """.formatted(HexFormat.of().formatHex(salted(tree)), Sha256.digest(IMAGE.content())));
    return ByteBuffer.allocate(data.length + tree.length + signature.length + 8)
        .put(data)
        .put(tree)
        .put(signature)
        .putLong(signature.length)
        .array();
  }

  private static byte[] salted(byte[] block) {
    return Sha256.digest(ByteBuffer.allocate(4097).put((byte) 0).put(block).array()).bytes();
  }

  private static byte[] signature(String content) throws IOException {
    try {
      return new CMSSignedDataGenerator()
          .generate(new CMSProcessableByteArray(content.getBytes(US_ASCII)), true)
          .getEncoded();
    } catch (CMSException e) {
      throw new IOException(e);
    }
  }

  static byte[] cpio(File... files) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CpioArchiveOutputStream cpio = new CpioArchiveOutputStream(out)) {
      for (File file : files) {
        CpioArchiveEntry entry =
            new CpioArchiveEntry(CpioConstants.FORMAT_NEW, file.name(), file.content().length);
        entry.setMode(CpioConstants.C_ISREG | 0644);
        cpio.putArchiveEntry(entry);
        cpio.write(file.content());
        cpio.closeArchiveEntry();
      }
    }
    return out.toByteArray();
  }

  static byte[] tar(File... files) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      for (File file : files) {
        TarArchiveEntry entry = new TarArchiveEntry(file.name(), true);
        entry.setSize(file.content().length);
        tar.putArchiveEntry(entry);
        tar.write(file.content());
        tar.closeArchiveEntry();
      }
    }
    return out.toByteArray();
  }

  /** An archive that begins with a long file's name, as GNU's tar writes it before the file. */
  static byte[] tarWithName(int length) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      TarArchiveEntry entry =
          new TarArchiveEntry(TarConstants.GNU_LONGLINK, TarConstants.LF_GNUTYPE_LONGNAME);
      entry.setSize(length);
      tar.putArchiveEntry(entry);
      tar.write("n".repeat(length).getBytes(US_ASCII));
      tar.closeArchiveEntry();
    }
    return out.toByteArray();
  }
}
