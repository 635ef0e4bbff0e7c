package dev.bascule.lab.debian;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.lab.CacheDirectory;
import dev.bascule.lab.Needs;
import dev.bascule.lab.Progress;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Builds the pair where no earlier run did: about 90 seconds. */
final class DebianPairIT {

  private static final Tool FSCK = new Tool("fsck.erofs", "erofs-utils");

  private static DebianPair pair;

  @BeforeAll
  static void getPair() throws IOException {
    Needs.root();
    Needs.tools(Tool.of("mmdebstrap"), new Tool("mkfs.erofs", "erofs-utils"), FSCK);
    pair = new DebianCache(CacheDirectory.in(System.getenv()), Progress.to(System.err)).get();
  }

  @Test
  void updateBringsANewKernelAndMore() throws IOException {
    assertThat(pair.readUpdatedPackages()).hasSizeGreaterThan(5)
        .anyMatch(line -> line.startsWith("linux-image-"));
  }

  @Test
  void bothVolumesAreSoundAndOfARealSystemsSize() throws IOException {
    for (Edition edition : Edition.values()) {
      var volume = pair.of(edition).volume(FileSystem.EROFS);
      FSCK.command(volume.toString()).run();
      assertThat(Files.size(volume)).isBetween(250L << 20, 450L << 20);
    }
  }

  @Test
  void systemIsAServerWithItsInit() throws IOException {
    assertThat(pair.of(Edition.AFTER).readPackages())
        .anyMatch(line -> line.startsWith("openssh-server\t"))
        .anyMatch(line -> line.startsWith("systemd\t"));
  }
}
