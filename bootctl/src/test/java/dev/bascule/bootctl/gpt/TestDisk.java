package dev.bascule.bootctl.gpt;

import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.volume.FileVolume;
import dev.bascule.bootctl.volume.MemoryVolume;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;

/** A disk of four partitions: an EFI system partition, both slots, and data. */
public final class TestDisk {
  /** The type that Bottlerocket gives the partitions whose attributes are the slots'. */
  public static final Guid SLOT_TYPE = Guid.parse("6b636168-7420-6568-2070-6c616e657421");
  public static final Guid A = Guid.parse("11111111-2222-3333-4444-55555555aaaa");
  public static final Guid B = Guid.parse("11111111-2222-3333-4444-55555555bbbb");
  /** The numbers of the slots' partitions. */
  public static final int PART_A = 2;
  public static final int PART_B = 3;
  public static final long SIZE = 8 << 20;

  private static final Guid EFI = Guid.parse("C12A7328-F81F-11D2-BA4B-00A0C93EC93B");
  private static final Guid LINUX = Guid.parse("0FC63DAF-8483-4772-8E79-3D69D8477DE4");
  static final Guid DISK = Guid.parse("00112233-4455-6677-8899-aabbccddeeff");

  private TestDisk() {}

  /** As a factory makes it: A confirmed, B empty. */
  public static GptLayout layout() {
    return layout(GptAttributes.decode(0x0101000000000000L), GptAttributes.NONE);
  }

  public static GptLayout layout(GptAttributes a, GptAttributes b) {
    return new GptLayout(DISK, List.of(
        partition("EFI", EFI, "11111111-2222-3333-4444-555555550001", GptAttributes.decode(1)),
        new GptLayout.Partition("ROOT-A", SLOT_TYPE, A, 1 << 20, a),
        new GptLayout.Partition("ROOT-B", SLOT_TYPE, B, 1 << 20, b),
        partition("Daten \u00fc\ud83d\ude00", LINUX, "11111111-2222-3333-4444-555555550004",
            GptAttributes.NONE)));
  }

  private static GptLayout.Partition partition(String name, Guid type, String unique,
      GptAttributes attributes) {
    return new GptLayout.Partition(name, type, Guid.parse(unique), 1 << 20, attributes);
  }

  /** The disk in memory. */
  public static byte[] bytes(GptLayout layout, int sectorSize) throws IOException {
    var volume = new MemoryVolume(new byte[(int) SIZE]);
    layout.write(volume, sectorSize);
    return volume.bytes();
  }

  /** The disk in a file. */
  public static Path file(Path directory, GptLayout layout, int sectorSize) throws IOException {
    var path = directory.resolve("disk-" + sectorSize + ".img");
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(SIZE);
    }
    try (var volume = FileVolume.open(path, Access.WRITE)) {
      layout.write(volume, sectorSize);
    }
    return path;
  }
}
