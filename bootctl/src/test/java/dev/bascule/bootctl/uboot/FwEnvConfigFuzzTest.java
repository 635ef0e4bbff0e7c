package dev.bascule.bootctl.uboot;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bascule.bootctl.BootException;
import java.nio.charset.StandardCharsets;

class FwEnvConfigFuzzTest {

  @FuzzTest(maxDuration = "20s")
  void readsOrRefusesAnyConfiguration(byte[] data) {
    try {
      var config = FwEnvConfig.parse(new String(data, StandardCharsets.ISO_8859_1), "test");
      assertThat(config.places()).hasSizeBetween(1, 2);
    } catch (BootException e) {
      assertThat(e.remedy()).isNotEmpty();
    }
  }
}
