package dev.bascule.bootctl.android;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.choice.LoaderLaws;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The golden bytes were made with a C program that fills {@code struct bootloader_control} as the header
 * defines it and takes zlib's crc32 of its first 28 bytes.
 */
final class ControlBlockTest {
  /** Suffix "a", version 1, both slots priority 15, tries 7: U-Boot's ab_control_default. */
  static final String DEFAULT =
      "6100000042434142010200007f007f000000000000000000000000000f9d2a67";

  /** Suffix "_a", A priority 15, tries 1, successful; B priority 14, corrupted; recovery tries 5. */
  static final String MIXED =
      "5f61000042434142012a00009f000e01000000000000000000000000736f70d2";

  @Test
  void readsTheBlockThatUBootMakes() throws Exception {
    var block = ControlBlock.decode(HexFormat.of().parseHex(DEFAULT));

    assertThat(block.a()).isEqualTo(new SlotMetadata(15, 7, false, false, 0));
    assertThat(block.b()).isEqualTo(block.a());
    assertThat(block.primary()).isEqualTo(Slot.A);
  }

  @Test
  void readsAConfirmedAndACorruptedSlot() throws Exception {
    var block = ControlBlock.decode(HexFormat.of().parseHex(MIXED));

    assertThat(block.a()).isEqualTo(new SlotMetadata(15, 1, true, false, 0));
    assertThat(block.b()).isEqualTo(new SlotMetadata(14, 0, false, true, 0));
    assertThat(block.good(Slot.A)).isTrue();
  }

  @Test
  void writesTheBytesThatItRead() throws Exception {
    for (String golden : List.of(DEFAULT, MIXED)) {
      assertThat(ControlBlock.decode(HexFormat.of().parseHex(golden)).encode())
          .asHexString()
          .isEqualToIgnoringCase(golden);
    }
  }

  @Test
  void keepsEveryBitThatIsNotOurs() throws Exception {
    var random = new Random(20261121);
    for (int i = 0; i < 1000; i++) {
      var block = new ControlBlock(random.nextInt(), (random.nextInt() & 0xfffff800) | 0x201,
          SlotMetadata.decode((short) random.nextInt()),
          SlotMetadata.decode((short) random.nextInt()), random.nextInt(), random.nextLong());

      assertThat(ControlBlock.decode(block.encode())).isEqualTo(block);
    }
  }

  @Test
  void refusesABlockWithAnyBitFlipped() {
    for (int bit = 0; bit < ControlBlock.SIZE * 8; bit++) {
      byte[] bytes = HexFormat.of().parseHex(MIXED);
      bytes[bit / 8] ^= (byte) (1 << bit % 8);

      assertThatThrownBy(() -> ControlBlock.decode(bytes)).as("bit %d", bit)
          .isInstanceOf(MalformedControlBlockException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void neverLeavesADeviceThatDoesNotBoot(UBootModel loader) {
    int writes = new LoaderLaws<>(loader).check(everyBlock(loader));

    assertThat(writes).isGreaterThan(10_000);
  }

  /** All that the loader or we write; what only one loader boots is in another test. */
  private static List<ControlBlock> everyBlock(UBootModel loader) {
    var slots = new ArrayList<SlotMetadata>();
    for (int priority : new int[]{0, 1, 14, 15}) {
      for (int tries : new int[]{0, 1, 7}) {
        for (int flags = 0; flags < 4; flags++) {
          var slot =
              new SlotMetadata(priority, tries, (flags & 1) != 0, (flags & 2) != 0, flags);
          if (slot.bootable() == loader.bootable(slot)) {
            slots.add(slot);
          }
        }
      }
    }
    return slots.stream()
        .flatMap(a -> slots.stream().map(b -> new ControlBlock(0x61, 0x201, a, b, 0, 0)))
        .toList();
  }

  @FuzzTest
  void takesAnyBytes(byte[] bytes) {
    try {
      assertThat(ControlBlock.decode(bytes).encode()).isEqualTo(bytes);
    } catch (MalformedControlBlockException e) {
      assertThat(e).hasMessageContaining("expected");
    }
  }
}
