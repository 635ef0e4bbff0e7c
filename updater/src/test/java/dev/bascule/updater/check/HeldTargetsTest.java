package dev.bascule.updater.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.bascule.image.Sha256;
import dev.bascule.image.tuf.HashAlgorithm;
import dev.bascule.image.tuf.Hashes;
import dev.bascule.image.tuf.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HeldTargetsTest {

  @TempDir
  Path directory;
  private final List<String> fetched = new ArrayList<>();
  private HeldTargets held = new HeldTargets(Path.of("unset"));

  @BeforeEach
  void begin() {
    held = new HeldTargets(directory.resolve("targets"));
  }

  @Test
  void fetchesEachContentOnce() throws IOException {
    assertThat(get("edge/catalog.json", "one")).isEqualTo("one");
    assertThat(get("edge/catalog.json", "one")).isEqualTo("one");
    assertThat(get("edge/images/1/image.json", "two")).isEqualTo("two");
    assertThat(get("edge/catalog.json", "one")).isEqualTo("one");

    assertThat(fetched).containsExactly("one", "two");
  }

  @Test
  void fetchesWhatIsSignedAndKeepsThatAlone() throws IOException {
    get("edge/images/1/image.json", "one");

    assertThat(get("edge/images/2/image.json", "two")).isEqualTo("two");
    assertThat(get("edge/images/1/image.json", "one")).isEqualTo("one");

    assertThat(fetched).containsExactly("one", "two", "one");
    try (var files = Files.list(directory.resolve("targets"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void believesNothingThatSomeoneElseWrote() throws IOException {
    get("edge/catalog.json", "one");
    Files.writeString(directory.resolve("targets/catalog.json"), "two");

    assertThat(get("edge/catalog.json", "one")).isEqualTo("one");
    assertThat(fetched).containsExactly("one", "one");
  }

  @Test
  void followsNoLink() throws IOException {
    Files.writeString(directory.resolve("elsewhere"), "one");
    Files.createDirectories(directory.resolve("targets"));
    Files.createSymbolicLink(directory.resolve("targets/catalog.json"),
        directory.resolve("elsewhere"));

    assertThat(get("edge/catalog.json", "one")).isEqualTo("one");
    assertThat(fetched).containsExactly("one");
  }

  @Test
  void worksOnAMediumThatTakesNothing() throws IOException {
    Files.writeString(directory.resolve("targets"), "a file in the directory's place");

    assertThat(get("edge/catalog.json", "one")).isEqualTo("one");
    assertThat(get("edge/catalog.json", "one")).isEqualTo("one");
    assertThat(fetched).containsExactly("one", "one");
  }

  private String get(String path, String content) throws IOException {
    byte[] bytes = content.getBytes(UTF_8);
    Target target = new Target("edge-images", path, bytes.length,
        new Hashes(Map.of(HashAlgorithm.SHA256, Sha256.digest(bytes).toString())),
        JsonNodeFactory.instance.objectNode(), path);
    return new String(held.get(target, wanted -> {
      fetched.add(content);
      return bytes;
    }), UTF_8);
  }
}
