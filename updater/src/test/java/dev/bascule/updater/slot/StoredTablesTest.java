package dev.bascule.updater.slot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.bascule.image.Sha256;
import dev.bascule.image.origin.Body;
import dev.bascule.image.origin.Origin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoredTablesTest {

  private final Path directory = Jimfs.newFileSystem(Configuration.unix()).getPath("/slots");
  private final List<String> asked = new ArrayList<>();
  private byte[] served = "a table".getBytes(StandardCharsets.UTF_8);
  private final Sha256 digest = Sha256.digest(served);
  private final String path = "targets/board/images/1.0.0/" + digest + ".root.tiles";
  private final StoredTables tables = new StoredTables(directory, new Origin() {
    @Override
    public String name() {
      return "server";
    }

    @Override
    public Optional<Body> open(String path, long offset) {
      asked.add(path + "@" + offset);
      return Optional.of(new Body(new ByteArrayInputStream(served), offset));
    }
  });

  @BeforeEach
  void makeDirectory() throws IOException {
    Files.createDirectories(directory);
  }

  @Test
  void asksForATableOnce() throws IOException {
    assertThat(read(path)).isEqualTo(served);
    assertThat(read(path)).isEqualTo(served);

    assertThat(asked).hasSize(1);
    assertThat(directory.resolve(digest + ".root.tiles")).exists();
  }

  @Test
  void doesNotBelieveATableThatIsDamagedHere() throws IOException {
    read(path);
    Files.writeString(directory.resolve(digest + ".root.tiles"), "a tabel");

    assertThat(read(path)).isEqualTo(served);
    assertThat(read(path)).isEqualTo(served);
    assertThat(asked).hasSize(2);
  }

  @Test
  void passesOnButDoesNotKeepWhatIsNotTheTable() throws IOException {
    served = new byte[]{1, 2, 3};
    assertThat(read(path)).isEqualTo(served);
    assertThat(directory).isEmptyDirectory();

    served = new byte[9 << 20];
    new Random(1).nextBytes(served);
    assertThat(read(path)).isEqualTo(served);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void leavesOtherFilesToTheOrigin() throws IOException {
    read("targets/x/root.full");
    read("x.tiles");
    tables.open(path, 5).orElseThrow().close();

    assertThat(asked).containsExactly("targets/x/root.full@0", "x.tiles@0", path + "@5");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void forgetsTheTablesOfWhatNoSlotHolds() throws IOException {
    read(path);
    Files.writeString(directory.resolve("A.image.json"), "{}");

    StoredTables.keepOnly(directory, Set.of(digest));
    assertThat(directory.resolve(digest + ".root.tiles")).exists();
    StoredTables.keepOnly(directory, Set.of());

    assertThat(directory.resolve(digest + ".root.tiles")).doesNotExist();
    assertThat(directory.resolve("A.image.json")).exists();
    StoredTables.keepOnly(directory.resolve("absent"), Set.of());
  }

  private byte[] read(String path) throws IOException {
    try (Body body = tables.open(path, 0).orElseThrow()) {
      return body.stream().readAllBytes();
    }
  }
}
