package dev.bascule.lab.pack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A jar with what a device uses of it: no native libraries (the device's own is a file of its own), no classes for other
 * virtual machines, nothing compressed, for whoever packs the image does that better.
 *
 * @param source the jar as it was built or published
 */
record SlimJar(Path source) {

  /** Native libraries, other releases' classes, descriptions for build tools, and signatures, which would not fit. */
  private static final Pattern LEFT_OUT = Pattern.compile(
      "META-INF/(versions|maven|proguard|native-image)/.*|META-INF/[^/]*\\.(SF|RSA|DSA)"
          + "|(.*/)?module-info\\.class|.*\\.(so|dll|dylib|jnilib|a)|.*/");

  /**
   * Writes it; the same source gives the same bytes.
   *
   * @param libraries the jars in which classes that this one names are found
   * @param time when everything in it was changed last
   */
  void write(Path target, List<Path> libraries, Instant time) throws IOException {
    List<URL> places = new ArrayList<>();
    for (Path library : libraries) {
      places.add(library.toUri().toURL());
    }
    try (JarFile jar = new JarFile(source.toFile());
        OutputStream out = Files.newOutputStream(target);
        ZipOutputStream zip = new ZipOutputStream(out);
        URLClassLoader classes =
            new URLClassLoader(places.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      zip.setMethod(ZipOutputStream.STORED);
      List<JarEntry> entries = jar.stream()
          .filter(entry -> !LEFT_OUT.matcher(entry.getName()).matches())
          .sorted(Comparator.comparing(SlimJar::order))
          .toList();
      for (JarEntry entry : entries) {
        byte[] content = entry.getName().equals(JarFile.MANIFEST_NAME)
            ? manifest(jar)
            : jar.getInputStream(entry).readAllBytes();
        if (entry.getName().endsWith(".class") && RaisedClass.isOld(content)) {
          content = RaisedClass.of(content, classes);
        }
        put(zip, entry.getName(), content, time);
      }
    }
    Files.setLastModifiedTime(target, FileTime.from(time));
  }

  /** Without the build's class path, where nothing is on a device. */
  private static byte[] manifest(JarFile jar) throws IOException {
    Manifest manifest = jar.getManifest();
    manifest.getMainAttributes().remove(Attributes.Name.CLASS_PATH);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    manifest.write(out);
    return out.toByteArray();
  }

  /** The manifest has to be the first. */
  private static String order(JarEntry entry) {
    return entry.getName().equals(JarFile.MANIFEST_NAME) ? "" : entry.getName();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content, Instant time)
      throws IOException {
    CRC32 sum = new CRC32();
    sum.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(time.atOffset(ZoneOffset.UTC).toLocalDateTime());
    entry.setSize(content.length);
    entry.setCrc(sum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
