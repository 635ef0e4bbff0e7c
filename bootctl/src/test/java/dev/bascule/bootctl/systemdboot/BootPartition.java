package dev.bascule.bootctl.systemdboot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bascule.bootctl.choice.RealTool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A directory that stands for an EFI system partition. */
record BootPartition(Path root) {

  static BootPartition in(Path root) throws IOException {
    for (String name : List.of("loader/entries", "EFI/Linux", "EFI/systemd")) {
      Files.createDirectories(root.resolve(name));
    }
    Files.writeString(root.resolve("linux"), "");
    return new BootPartition(root);
  }

  void putText(String name, String sortKey, String version) throws IOException {
    Files.writeString(root.resolve("loader/entries").resolve(name),
        "# made by a test\ntitle " + name + "\n"
            + (sortKey.isEmpty() ? "" : "sort-key " + sortKey + "\n")
            + (version.isEmpty() ? "" : "version  " + version + "\n") + "linux /linux\n");
  }

  void putImage(String name, String osRelease) throws IOException {
    Files.write(root.resolve("EFI/Linux").resolve(name), image(osRelease));
  }

  /** A PE file with nothing in it but its headers and the sections that make it a unified kernel image. */
  static byte[] image(String osRelease) {
    byte[] release = osRelease.getBytes(StandardCharsets.UTF_8);
    byte[] line = "quiet".getBytes(StandardCharsets.UTF_8);
    var buffer = ByteBuffer.allocate(1024 + release.length + line.length)
        .order(ByteOrder.LITTLE_ENDIAN);
    buffer.putShort(0, (short) 0x5a4d).putInt(0x3c, 128);
    buffer.position(128).putInt(0x4550).putShort((short) 0x8664).putShort((short) 2);
    buffer.position(128 + 24);
    section(buffer, ".cmdline", line.length, 1024);
    section(buffer, ".osrel", release.length, 1024 + line.length);
    return buffer.position(1024).put(line).put(release).array();
  }

  private static void section(ByteBuffer buffer, String name, int length, int at) {
    int start = buffer.position();
    buffer.put(name.getBytes(StandardCharsets.US_ASCII));
    buffer.position(start + 8).putInt(length).putInt(0x1000).putInt(length).putInt(at);
    buffer.position(start + 40);
  }

  /** What systemd's own tool shows of the menu, in its order: names with their counters. */
  List<String> listByBootctl() throws IOException, InterruptedException {
    RealTool.require("bootctl");
    String printed = RealTool.run(Map.of("SYSTEMD_RELAX_ESP_CHECKS", "1"),
        List.of("unshare", "--map-root-user", "--mount", "sh", "-c",
            "mount --bind \"$1\" \"$1\" && exec bootctl --esp-path=\"$1\" --json=short list",
            "bootctl", root.toString()));
    var names = new ArrayList<String>();
    for (JsonNode entry : objects(printed)) {
      names.add(String.valueOf(Path.of(entry.path("path").asText()).getFileName()));
    }
    return names;
  }

  /**
   * What systemd's own service says or does about the boot that the loader counted, in a root of its own that looks
   * as if UEFI firmware had started it.
   *
   * @param efivars the firmware's variables, LoaderBootCountPath among them
   * @param command {@code status}, {@code good}, {@code bad} or {@code indeterminate}
   */
  String bless(Path efivars, String command) throws IOException, InterruptedException {
    RealTool.require("systemd-bless-boot");
    var made = Files.createTempDirectory(root.resolveSibling("."), "root");
    return RealTool.run(Map.of(), List.of("unshare", "--map-root-user", "--mount", "sh", "-c", """
      set -eu
      mount -t tmpfs tmpfs "$1"
      cd "$1"
      mkdir -p usr proc boot run etc sys/firmware/efi/efivars
      mount --rbind /usr usr
      mount --rbind /proc proc
      for name in lib lib64; do ln -s usr/$name $name; done
      mount --bind "$2" boot
      mount --bind "$3" sys/firmware/efi/efivars
      exec chroot . /usr/lib/systemd/systemd-bless-boot --path=/boot "$4"
      """, "bless", made.toString(), root.toString(), efivars.toString(), command)).strip();
  }

  /** Releases print one object after the other, or an array of them. */
  private static List<JsonNode> objects(String printed) throws IOException {
    var objects = new ArrayList<JsonNode>();
    try (var values = JsonMapper.builder()
        .build()
        .readerFor(JsonNode.class)
        .<JsonNode>readValues(printed)) {
      while (values.hasNextValue()) {
        var value = values.nextValue();
        if (value.isArray()) {
          value.forEach(objects::add);
        } else {
          objects.add(value);
        }
      }
    }
    return objects;
  }

  List<String> names() throws IOException {
    var names = new ArrayList<String>();
    for (var entry : new EntryFiles(root).read()) {
      names.add(entry.name().toString());
    }
    return names.stream().sorted().toList();
  }
}
