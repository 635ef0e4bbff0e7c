package dev.bascule.bootctl.volume;

import dev.bascule.bootctl.volume.RecordingVolume.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * The media that a power cut can leave behind. Between two syncs a medium may have written any of the
 * sectors it was given, in any order, and any of them may be torn; what was synced before is there.
 *
 * <p>Where few sectors differ, every combination of old, new, half and garbage is tried; where many do,
 * every prefix, every single one, and as many combinations again as {@code samples} says, by a seed.
 */
public record PowerCut(RecordingVolume recorded, int samples, long seed) {
  private static final int SECTOR = 512;
  private static final int ALL_COMBINATIONS = 5;

  /** What became of one sector. */
  private enum Fate {
    OLD, NEW, FRONT_HALF, BACK_HALF, GARBAGE
  }

  /** Hands every medium to the judge. It is the judge's to change, and is used again afterwards. */
  public void forEach(Consumer<byte[]> judge) {
    byte[] durable = recorded.before().clone();
    byte[] written = recorded.before().clone();
    for (var event : recorded.events()) {
      switch (event) {
        case Event.Write(var position, var bytes) -> {
          bytes.get(0, written, (int) position, bytes.remaining());
          cut(durable, written, judge);
        }
        case Event.Sync() -> durable = written.clone();
      }
    }
    judge.accept(durable.clone());
    cut(durable, written, judge);
  }

  private void cut(byte[] durable, byte[] written, Consumer<byte[]> judge) {
    var sectors = changedSectors(durable, written);
    var random = new Random(seed);
    if (sectors.size() <= ALL_COMBINATIONS) {
      int combinations = (int) Math.pow(Fate.values().length, sectors.size());
      for (int combination = 0; combination < combinations; combination++) {
        var fates = new ArrayList<Fate>();
        for (int rest = combination; fates.size() < sectors.size(); rest /= Fate.values().length) {
          fates.add(Fate.values()[rest % Fate.values().length]);
        }
        judge.accept(medium(durable, written, sectors, fates, random));
      }
      return;
    }
    for (int i = 0; i <= sectors.size(); i++) {
      int at = i;
      judge.accept(medium(durable, written, sectors,
          fates(sectors, k -> k < at ? Fate.NEW : Fate.OLD), random));
      judge.accept(medium(durable, written, sectors,
          fates(sectors, k -> k == at ? Fate.NEW : Fate.OLD), random));
      judge.accept(medium(durable, written, sectors,
          fates(sectors, k -> k == at ? Fate.OLD : Fate.NEW), random));
    }
    for (int i = 0; i < samples; i++) {
      judge.accept(medium(durable, written, sectors,
          fates(sectors, _ -> Fate.values()[random.nextInt(Fate.values().length)]), random));
    }
  }

  private static List<Fate> fates(List<Integer> sectors, IntFunction<Fate> fate) {
    var fates = new ArrayList<Fate>();
    for (int i = 0; i < sectors.size(); i++) {
      fates.add(fate.apply(i));
    }
    return fates;
  }

  private static List<Integer> changedSectors(byte[] durable, byte[] written) {
    var changed = new TreeSet<Integer>();
    for (int at = 0; at < durable.length; at++) {
      if (durable[at] != written[at]) {
        changed.add(at / SECTOR);
      }
    }
    return List.copyOf(changed);
  }

  private static byte[] medium(byte[] durable, byte[] written, List<Integer> sectors,
      List<Fate> fates,
      Random random) {
    byte[] medium = durable.clone();
    for (int i = 0; i < sectors.size(); i++) {
      int at = sectors.get(i) * SECTOR;
      switch (fates.get(i)) {
        case OLD -> {
        }
        case NEW -> System.arraycopy(written, at, medium, at, SECTOR);
        case FRONT_HALF -> System.arraycopy(written, at, medium, at, SECTOR / 2);
        case BACK_HALF ->
          System.arraycopy(written, at + SECTOR / 2, medium, at + SECTOR / 2, SECTOR / 2);
        case GARBAGE -> {
          byte[] garbage = new byte[SECTOR];
          random.nextBytes(garbage);
          System.arraycopy(garbage, 0, medium, at, SECTOR);
        }
      }
    }
    return medium;
  }
}
