package dev.bascule.bootctl.efi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LoadOptionTest {
  /**
   * Put together by hand from the specification's tables: active, "A",
   * HD(1,GPT,11111111-2222-3333-4444-555555555555,0x800,0x1000)/File(\EFI\A.EFI), with the optional data
   * "x". efibootmgr shows it so, see {@link EfiStoreTest}.
   */
  static final String GOLDEN = "0100000048004100000004012a00010000000008000000000000001000000000"
      + "000011111111222233334444555555555555020204041a005c00450046004900"
      + "5c0041002e0045004600490000007fff04007800";

  @Test
  void readsAndWritesAnOption() throws Exception {
    var option = LoadOption.decode(HexFormat.of().parseHex(GOLDEN));

    assertThat(option.active()).isTrue();
    assertThat(option.description()).isEqualTo("A");
    assertThat(option.encode()).asHexString().isEqualToIgnoringCase(GOLDEN);
  }

  @Test
  void refusesAnOptionThatIsCutAnywhereInItsPaths() {
    byte[] whole = HexFormat.of().parseHex(GOLDEN);
    int paths = (whole[4] & 0xff) + 10;
    for (int length = 0; length < paths; length++) {
      byte[] cut = Arrays.copyOf(whole, length);

      assertThatThrownBy(() -> LoadOption.decode(cut)).as("%d bytes", length)
          .isInstanceOf(MalformedEfiVariableException.class)
          .hasMessageContaining("expected");
    }
  }

  @Test
  void readsNumbersItHasWritten() throws Exception {
    var random = new Random(20261121);
    for (int i = 0; i < 1000; i++) {
      var numbers = random.ints(random.nextInt(8), 0, 0x10000).mapToObj(BootNumber::new).toList();

      assertThat(BootNumber.decode(BootNumber.encode(numbers))).isEqualTo(numbers);
    }
  }

  @Test
  void writesNumbersLittleEndian() {
    assertThat(BootNumber.encode(List.of(new BootNumber(0x1), new BootNumber(0xabcd))))
        .containsExactly(1, 0, 0xcd, 0xab);
  }

  @FuzzTest
  void takesAnyBytes(byte[] bytes) {
    try {
      assertThat(LoadOption.decode(bytes).encode()).isEqualTo(bytes);
    } catch (MalformedEfiVariableException e) {
      assertThat(e).hasMessageContaining("expected");
    }
  }
}
