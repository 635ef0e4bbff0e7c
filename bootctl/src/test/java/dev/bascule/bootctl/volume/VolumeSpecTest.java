package dev.bascule.bootctl.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.bascule.bootctl.BootException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeSpecTest {

  @Test
  void readsTheThreeForms() throws BootException {
    assertThat(VolumeSpec.parse("PARTLABEL=ROOT-A")).isEqualTo(new VolumeSpec.PartLabel("ROOT-A"));
    assertThat(VolumeSpec.parse("PARTUUID=11111111-2222-3333-4444-55555555AAAA"))
        .isEqualTo(
            new VolumeSpec.PartUuid(UUID.fromString("11111111-2222-3333-4444-55555555aaaa")));
    assertThat(VolumeSpec.parse("/dev/sda2")).isEqualTo(new VolumeSpec.Node(Path.of("/dev/sda2")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PARTLABEL=a b=c", "PARTUUID=11111111-2222-3333-4444-55555555aaaa",
      "/images/a.img"})
  void isWrittenAsItIsRead(String text) throws BootException {
    assertThat(VolumeSpec.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sda2", "PARTLABEL=",
      "PARTLABEL=1234567890123456789012345678901234567",
      "PARTUUID=", "PARTUUID=1-2-3-4-5", "PARTUUID=0a1b2c3d-02", "LABEL=root", "UUID=abc",
      "relative/path", "/a\0b"})
  void refusesAnythingElse(String text) {
    assertThatThrownBy(() -> VolumeSpec.parse(text)).isInstanceOf(BootException.class)
        .hasMessageContaining("expected");
  }

  @FuzzTest(maxDuration = "10s")
  void readsOrRefusesAnyText(@NotNull String text) {
    VolumeSpec spec;
    try {
      spec = VolumeSpec.parse(text);
    } catch (BootException e) {
      return;
    }
    try {
      assertThat(VolumeSpec.parse(spec.toString())).isEqualTo(spec);
    } catch (BootException e) {
      throw new AssertionError("what was read and written is refused", e);
    }
  }
}
