package dev.bascule.bootctl.barebox;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bascule.bootctl.BootException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

class StateToolFuzzTest {

  @FuzzTest(maxDuration = "20s")
  void readsOrRefusesAnyOutput(byte[] data) {
    var tool = new StateTool("barebox-state", List.of(), Duration.ofSeconds(1));
    try {
      assertThat(tool.parse(new String(data, StandardCharsets.UTF_8), List.of("one", "two")))
          .hasSize(2)
          .allMatch(value -> value >= 0 && value <= 0xffffffffL);
    } catch (BootException e) {
      assertThat(e.remedy()).isNotEmpty();
    }
  }
}
