package dev.bascule.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bascule.lab.Needs;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FullInstallIT {

  private static final int IMAGE_BYTES = 8 << 20;

  @Test
  void measuresEveryContenderInEveryRound(@TempDir Path directory) throws IOException {
    Needs.root();
    Needs.tools(
        RaucBundle.RAUC,
        Tool.of("zstd"),
        Tool.of("time"),
        Tool.of("openssl"),
        new Tool("mksquashfs", "squashfs-tools"),
        new Tool("dbus-daemon", "dbus-daemon"));
    byte[] content = new byte[IMAGE_BYTES];
    new Random(1).nextBytes(content);
    Path image = Files.write(directory.resolve("image"), content);

    content[0] ^= 1;
    Path base = Files.write(directory.resolve("base"), content);

    Report report = new FullInstall(base, image, 2, 1, Medium.MACHINE, directory).run(what -> {});

    JsonNode rounds = new ObjectMapper().readTree(report.json()).get("rounds");
    assertThat(rounds).hasSize(2).allSatisfy(round -> {
      assertThat(round.fieldNames()).toIterable()
          .contains("Bascule", "Bascule, delta", "RAUC",
              "zstd and dd");
      for (String name : List.of("Bascule", "RAUC", "zstd and dd")) {
        assertThat(round.get(name).get("payloadBytes").longValue()).isGreaterThan(IMAGE_BYTES);
      }
      assertThat(round.get("Bascule, delta").get("payloadBytes").longValue())
          .isLessThan(IMAGE_BYTES / 10);
      assertThat(round).allSatisfy(measurement -> {
        assertThat(measurement.get("wallSeconds").doubleValue()).isPositive();
        assertThat(measurement.get("peakBytes").longValue()).isGreaterThan(1 << 20);
        assertThat(measurement.get("writtenBytes").longValue())
            .satisfiesAnyOf(
                written -> assertThat(written).isGreaterThanOrEqualTo(IMAGE_BYTES),
                written -> assertThat(written).isEqualTo(-1));
      });
    });
  }
}
