package dev.bascule.lab.boot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * systemd's own reader of entries, in an order that is the loader's, beside the model.
 *
 * @param directory for files, its own
 */
public record BootctlList(Path directory) {

  /** The program, and what it is run in: a mount namespace in which a directory looks mounted. */
  public static final Tool TOOL = new Tool("bootctl", "systemd-boot");
  public static final Tool NAMESPACE = new Tool("unshare", "util-linux");

  private static final String LIST =
      "mount --bind \"$1\" \"$1\" && exec bootctl --esp-path=\"$1\" --json=short list";

  /**
   * The names of the entries' files.
   *
   * @param name of a directory that is made
   * @param files the partition's, by their paths in it
   */
  public List<String> read(String name, Map<String, byte[]> files) throws IOException {
    Path esp = directory.resolve(name);
    Files.createDirectories(esp.resolve("EFI/systemd"));
    Files.createDirectories(esp.resolve("loader/entries"));
    for (var file : files.entrySet()) {
      Path path = esp.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    String printed = NAMESPACE
        .command("--map-root-user", "--mount", "sh", "-c", LIST, "list", esp.toString())
        .with("SYSTEMD_RELAX_ESP_CHECKS", "1")
        .run()
        .output();
    List<String> names = new ArrayList<>();
    try (MappingIterator<JsonNode> values =
        JsonMapper.builder().build().readerFor(JsonNode.class).readValues(printed)) {
      while (values.hasNextValue()) { // releases print one object after the other, or an array of them
        JsonNode value = values.nextValue();
        for (JsonNode entry : value.isArray() ? value : List.of(value)) {
          names.add(String.valueOf(Path.of(entry.path("path").asText()).getFileName()));
        }
      }
    }
    return names;
  }
}
