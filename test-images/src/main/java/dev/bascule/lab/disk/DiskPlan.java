package dev.bascule.lab.disk;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.gpt.GptAttributes;
import dev.bascule.bootctl.gpt.GptLayout;
import dev.bascule.bootctl.gpt.GptLayout.Partition;
import dev.bascule.bootctl.gpt.Guid;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * How a disk is divided: places for firmware and loader, two slots of the same size, the rest for data.
 *
 * @param espBytes for the EFI system partition
 * @param loaderBytes for what a loader keeps outside of file systems; 0 for no such partition
 * @param slotBytes for one slot: the volume, its hash tree, and room to grow
 * @param dataBytes for what outlives an update
 * @param bootBytes for a slot's kernel where it is not in the root; 0 for no such partitions
 * @param sectorBytes 512 or 4096
 */
public record DiskPlan(long espBytes, long loaderBytes, long slotBytes, long dataBytes,
    long bootBytes, int sectorBytes) {

  /** The EFI system partition's name. */
  public static final String ESP = "EFI-SYSTEM";
  /** The name of the partition for a loader that wants sectors of its own. */
  public static final String LOADER = "LOADER";
  /** The name of the partition for what outlives an update. */
  public static final String DATA = "DATA";

  private static final long MIB = 1 << 20;
  private static final Guid BIOS_BOOT = Guid.parse("21686148-6449-6e6f-744e-656564454649");
  private static final Guid EFI_SYSTEM = Guid.parse("c12a7328-f81f-11d2-ba4b-00a0c93ec93b");
  /** Bottlerocket's type for a root: GPT-priority loaders look for pairs of one type. */
  private static final Guid ROOT = Guid.parse("5526016a-1a97-4ea4-b39a-b7c8c6ca4502");
  private static final Guid LINUX_DATA = Guid.parse("0fc63daf-8483-4772-8e79-3d69d8477de4");

  /** A disk whose slots hold volumes of a size with a hash tree, and an eighth more. */
  public static DiskPlan forVolume(long volumeBytes) {
    return new DiskPlan(16 * MIB, 0, roundUp(volumeBytes + volumeBytes / 8), 16 * MIB, 0,
        512);
  }

  /**
   * A disk that a real loader boots: room for kernels beside it. Its slots are partitions 4 and 5, as in the scripts of
   * docs/boot-loaders.md.
   */
  public static DiskPlan forMachine(long slotBytes) {
    return new DiskPlan(64 * MIB, 4 * MIB, roundUp(slotBytes), 64 * MIB, 0, 512);
  }

  /** The same with partitions 7 and 8 for a slot's kernel. */
  public DiskPlan withBootVolumes(long bytes) {
    return new DiskPlan(espBytes, loaderBytes, slotBytes, dataBytes, roundUp(bytes), sectorBytes);
  }

  /** The same with so much room for data. */
  public DiskPlan withData(long bytes) {
    return new DiskPlan(espBytes, loaderBytes, slotBytes, roundUp(bytes), bootBytes, sectorBytes);
  }

  /** The same with more room for data, so that the whole disk has the size of an SD card: a power of two. */
  public DiskPlan asCard() {
    long size = layout().diskSize();
    long card = Long.highestOneBit(size - 1) << 1;
    return new DiskPlan(espBytes, loaderBytes, slotBytes, dataBytes + card - size, bootBytes,
        sectorBytes);
  }

  /** The name of the partition with a slot's kernel. */
  public static String bootPartitionName(Slot slot) {
    return "BOOT-" + slot;
  }

  /** The name of a slot's partition. */
  public static String partitionName(Slot slot) {
    return "ROOT-" + slot;
  }

  /** The same plan for a disk with other sectors. */
  public DiskPlan withSectors(int bytes) {
    return new DiskPlan(espBytes, loaderBytes, slotBytes, dataBytes, bootBytes, bytes);
  }

  /** The table with slot A confirmed and slot B never booted, as it comes from the factory. */
  GptLayout layout() {
    GptAttributes confirmed = new GptAttributes(1, 0, true, 0);
    List<Partition> partitions = new ArrayList<>(List.of(
        partition("BIOS-BOOT", BIOS_BOOT, MIB, GptAttributes.NONE),
        partition(ESP, EFI_SYSTEM, espBytes, GptAttributes.NONE)));
    if (loaderBytes > 0) {
      partitions.add(partition(LOADER, LINUX_DATA, loaderBytes, GptAttributes.NONE));
    }
    partitions.addAll(List.of(
        partition(partitionName(Slot.A), ROOT, slotBytes, confirmed),
        partition(partitionName(Slot.B), ROOT, slotBytes, GptAttributes.NONE),
        partition(DATA, LINUX_DATA, dataBytes, GptAttributes.NONE)));
    if (bootBytes > 0) {
      for (Slot slot : Slot.values()) {
        partitions
            .add(partition(bootPartitionName(slot), LINUX_DATA, bootBytes, GptAttributes.NONE));
      }
    }
    return new GptLayout(guid("disk"), partitions);
  }

  private static Partition partition(String name, Guid type, long size, GptAttributes attributes) {
    return new Partition(name, type, guid(name), size, attributes);
  }

  /** The same disk every time: no test depends on chance. */
  private static Guid guid(String name) {
    return new Guid(
        UUID.nameUUIDFromBytes(("bascule lab " + name).getBytes(StandardCharsets.UTF_8)));
  }

  private static long roundUp(long bytes) {
    return Math.ceilDiv(bytes, MIB) * MIB;
  }
}
