package dev.bascule.bootctl.grub;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bascule.bootctl.BootException;

class GrubBlockFuzzTest {

  /** Any bytes are refused or are a block that is written again as it was. */
  @FuzzTest(maxDuration = "30s")
  void readsOrRefusesAnyBytes(byte[] bytes) throws BootException {
    GrubBlock block;
    try {
      block = GrubBlock.decode(bytes);
    } catch (MalformedBlockException e) {
      assertThat(e.getMessage()).isNotEmpty();
      return;
    }
    assertThat(block.used()).isLessThanOrEqualTo(bytes.length);
    assertThat(block.encode()).hasSize(bytes.length);
    try {
      assertThat(GrubBlock.decode(block.encode())).isEqualTo(block);
    } catch (MalformedBlockException e) {
      throw new AssertionError("what was read and written is refused", e);
    }
  }
}
