package dev.bascule.updater.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is in the file, reading it ends in a configuration or in an error that names the file. */
class ConfigurationFuzzTest {

  private static final String WHOLE = """
    [device]
    model = "edge-x86"
    compatible = ["edge-x86"]
    [boot]
    loader = "gpt"
    tries = 3
    reboot = ["systemctl", "reboot"]
    [[volume]]
    role = "root"
    a = "PARTLABEL=ROOT-A"
    b = "/dev/vda3"
    [source]
    url = "https://updates.example/repo"
    poll = "6h"
    """;

  @FuzzTest
  void endsInAConfigurationOrANamedError(byte[] content) {
    Layers layers = new Layers("fuzz.toml");
    try {
      layers.add("fuzz.toml", content);
      new ConfigurationReader(Path.of("/")).read(layers.section());
    } catch (ConfigurationException e) {
      assertThat(e).hasMessageStartingWith("fuzz.toml");
      assertThat(e.remedy()).isNotBlank();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void survivesRandomDamageToAWholeFile(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int round = 0; round < 300; round++) {
      byte[] content = WHOLE.getBytes(StandardCharsets.UTF_8);
      for (int damage = random.nextInt(1, 6); damage > 0; damage--) {
        content[random.nextInt(content.length)] = (byte) (random.nextBoolean()
            ? random.nextInt(256)
            : "[]{}=\"'.#\n0-".charAt(random.nextInt(12)));
      }
      endsInAConfigurationOrANamedError(content);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{", "a.", "[[", "x=[", "x={a=", "\"", "a=[\n", "a=[1,\n{b=", "[[],",
      "[{},"})
  void refusesBottomlessNesting(String opening) {
    for (String text : List.of(opening.repeat(50_000), "k = " + opening.repeat(50_000))) {
      endsInAConfigurationOrANamedError(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void refusesBottomlessNamesOfTables() {
    String name = "a" + ".a".repeat(50_000);
    endsInAConfigurationOrANamedError((name + " = 1\n").getBytes(StandardCharsets.UTF_8));
    endsInAConfigurationOrANamedError(("[" + name + "]\n").getBytes(StandardCharsets.UTF_8));
    endsInAConfigurationOrANamedError(("[[" + name + "]]\n").getBytes(StandardCharsets.UTF_8));
  }
}
