package dev.bascule.lab.bench;

import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where and with what was measured: facts without which numbers mean nothing.
 *
 * @param facts by name, in the order of the report
 */
record Setting(Map<String, String> facts) {

  /** Looks at this machine, the image and the slot. */
  static Setting read(Path image, TargetSlot slot, Medium medium) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("image", "%s, %d bytes".formatted(image.getFileName(), Files.size(image)));
    facts.put("slot", slot.kind().description());
    facts.put("medium", medium.description());
    facts.put("processor",
        "%s, %d used".formatted(readProcessor(), Runtime.getRuntime().availableProcessors()));
    facts.put("kernel", Tool.of("uname").command("-sr").run().output().strip());
    facts.put("java", System.getProperty("java.vm.version", "unknown"));
    facts.put("rauc", firstLine(RaucBundle.RAUC.command("--version").run().output()));
    facts.put("zstd", firstLine(Tool.of("zstd").command("--version").run().output()));
    return new Setting(facts);
  }

  private static String readProcessor() throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8)
        .stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown processor");
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("unknown").replace("*", "").strip();
  }
}
