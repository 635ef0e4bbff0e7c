package dev.bascule.lab.cut;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/** Of acts that a cut can undo, which are left, and which parts of them. */
final class Choice {

  /** So many sectors at most, and of them with names so many subsets, are gone through one by one. */
  static final int ALL_SECTORS = 9;
  static final int ALL = 4096;

  /** So many places of a write are torn one by one; of more, as many by chance. */
  private static final int TORN = 8;

  private final List<Stage.Open> open;
  private final Random random;
  private final List<Kept> kept = new ArrayList<>();

  Choice(List<Stage.Open> open, Random random) {
    this.open = open;
    this.random = random;
  }

  /** What is left, in the order in which it was asked for. */
  record Kept(List<Act> acts) {}

  /**
   * After a new act: all of it, and the new one torn.
   *
   * @param tears in how many places within each sector too
   */
  List<Kept> ofLast(int tears) {
    int last = open.size() - 1;
    keep(_ -> Part.WHOLE);
    Stage.Open act = open.get(last);
    if (act.act() instanceof Act.Write write) {
      int[] places = places(act);
      for (int i = 0; i < Math.min(places.length, TORN); i++) {
        int place = places.length <= TORN ? i : random.nextInt(places.length);
        keep(each -> each < last ? Part.WHOLE : Part.beginning(places, place));
        for (int tear = 0; tear < tears; tear++) {
          keep(each -> each < last ? Part.WHOLE : Part.torn(places, place, tear(write)));
        }
      }
    }
    return kept;
  }

  /** Where nothing more was asked for: in any order. */
  List<Kept> ofAll(int samples) {
    int[] names = matching(true);
    int[] writes = matching(false);
    int sectors = 0;
    for (int each : writes) {
      sectors += places(open.get(each)).length;
    }
    if (sectors <= ALL_SECTORS && ((names.length + 1) << sectors) <= ALL) {
      for (int count = 0; count <= names.length; count++) {
        for (int mask = 0; mask < 1 << sectors; mask++) {
          keepMask(names, count, mask);
        }
      }
      return kept;
    }
    for (int count : new int[]{0, names.length}) {
      keep(each -> isName(each) ? before(each, names, count) : Part.NOTHING);
      keep(each -> isName(each) ? before(each, names, count) : Part.WHOLE);
      for (int write : writes) {
        keep(each -> isName(each) ? before(each, names, count)
            : each == write ? Part.WHOLE : Part.NOTHING);
        keep(each -> isName(each) ? before(each, names, count)
            : each == write ? Part.NOTHING : Part.WHOLE);
      }
    }
    for (int i = 0; i < samples; i++) {
      int count = random.nextInt(names.length + 1);
      boolean fine = i % 2 == 0;
      keep(each -> {
        if (isName(each)) {
          return before(each, names, count);
        }
        return fine ? Part.some(places(open.get(each)), random)
            : random.nextBoolean() ? Part.WHOLE : Part.NOTHING;
      });
    }
    return kept;
  }

  /** Which part of one act is left. */
  private sealed interface Part {
    /** All of it. */
    Part WHOLE = new All(true);
    /** Nothing of it. */
    Part NOTHING = new All(false);

    /** Everything or nothing. */
    record All(boolean kept) implements Part {}

    /** Some sectors, and perhaps one that is half old. */
    record Some(BitSet places, int torn, int tear) implements Part {}

    /** The sectors before one of those that change. */
    static Part beginning(int[] places, int count) {
      BitSet bits = new BitSet();
      bits.set(0, places[count]);
      return new Some(bits, -1, 0);
    }

    /** The same, and that one torn. */
    static Part torn(int[] places, int count, int tear) {
      BitSet bits = new BitSet();
      bits.set(0, places[count]);
      return new Some(bits, places[count], tear);
    }

    /** About half of those that change. */
    static Part some(int[] places, Random random) {
      BitSet bits = new BitSet();
      for (int place : places) {
        bits.set(place, random.nextBoolean());
      }
      return new Some(bits, -1, 0);
    }
  }

  private interface Chooser {
    Part choose(int each);
  }

  private void keep(Chooser chooser) {
    List<Act> acts = new ArrayList<>();
    for (int each = 0; each < open.size(); each++) {
      Act act = open.get(each).act();
      switch (chooser.choose(each)) {
        case Part.All(boolean whole) when whole -> acts.add(act);
        case Part.All _ -> {
        }
        case Part.Some(var places, int torn, int tear) when act instanceof Act.Write write -> {
          addRuns(acts, write, places);
          if (torn >= 0) {
            int from = torn * Sectors.SIZE;
            int length = Math.min(tear, write.bytes().remaining() - from);
            acts.add(tornSector(write, from, length));
          }
        }
        case Part.Some _ -> throw new IllegalStateException("part of " + act);
      }
    }
    kept.add(new Kept(acts));
  }

  private void keepMask(int[] names, int count, int mask) {
    int[] bit = {0};
    keep(each -> {
      if (isName(each)) {
        return before(each, names, count);
      }
      BitSet bits = new BitSet();
      for (int place : places(open.get(each))) {
        bits.set(place, (mask >> bit[0]++ & 1) == 1);
      }
      return new Part.Some(bits, -1, 0);
    });
  }

  private static void addRuns(List<Act> acts, Act.Write write, BitSet places) {
    int size = write.bytes().remaining();
    for (int from = places.nextSetBit(0); from >= 0;) {
      int end = places.nextClearBit(from);
      int start = from * Sectors.SIZE;
      if (start < size) {
        acts.add(write.slice(start, Math.min(end * Sectors.SIZE, size) - start));
      }
      from = places.nextSetBit(end);
    }
  }

  /** The beginning of the sector's new bytes; on the disk its rest is inverted, so that it is neither old nor new. */
  private static Act.Write tornSector(Act.Write write, int from, int length) {
    if (write.file() != Act.DISK) {
      return write.slice(from, length);
    }
    byte[] sector = new byte[Sectors.SIZE];
    write.bytes().get(from, sector);
    for (int i = length; i < sector.length; i++) {
      sector[i] = (byte) ~sector[i];
    }
    return new Act.Write(write.file(), write.position() + from, ByteBuffer.wrap(sector));
  }

  private int tear(Act.Write write) {
    int longest = Math.min(Sectors.SIZE, write.bytes().remaining());
    return longest <= 1 ? 0 : 1 + random.nextInt(longest - 1);
  }

  /** The sectors of a write that can be lost by themselves. */
  private static int[] places(Stage.Open each) {
    if (Stage.onDisk(each.act()) || !(each.act() instanceof Act.Write write)) {
      return each.sectors();
    }
    int[] places = new int[Math.ceilDiv(write.bytes().remaining(), Sectors.SIZE)];
    for (int i = 0; i < places.length; i++) {
      places[i] = i;
    }
    return places;
  }

  private boolean isName(int each) {
    return Stage.isName(open.get(each).act());
  }

  /** Names are lost from the end. */
  private static Part before(int each, int[] names, int count) {
    for (int i = 0; i < count; i++) {
      if (names[i] == each) {
        return Part.WHOLE;
      }
    }
    return Part.NOTHING;
  }

  private int[] matching(boolean name) {
    List<Integer> found = new ArrayList<>();
    for (int each = 0; each < open.size(); each++) {
      if (isName(each) == name) {
        found.add(each);
      }
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }
}
