package dev.bascule.updater.update;

import dev.bascule.bootctl.BootControl;
import dev.bascule.bootctl.BootState;
import dev.bascule.bootctl.Change;
import dev.bascule.bootctl.Change.Reason;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState;
import dev.bascule.bootctl.SlotState.Standing;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A boot loader in memory that goes by priority, tries and success, as the one of the GUID partition table. */
public final class FakeLoader implements BootControl {

  /** What the loader stores of a slot. */
  record Bits(int priority, int tries, boolean good) {
    boolean bootable() {
      return priority > 0 && (tries > 0 || good);
    }
  }

  private final Map<Slot, Bits> bits = new EnumMap<>(Slot.class);
  private final boolean clearsAtTheLastTry;
  private @Nullable Slot booted = Slot.A;
  Runnable beforeWrite = () -> {};
  Runnable afterWrite = () -> {};

  /** Slot A runs and is confirmed, slot B is empty. */
  public FakeLoader() {
    this(false);
  }

  FakeLoader(boolean clearsAtTheLastTry) {
    this.clearsAtTheLastTry = clearsAtTheLastTry;
    bits.put(Slot.A, new Bits(1, 0, true));
    bits.put(Slot.B, new Bits(0, 0, false));
  }

  /** A copy that can be booted without consequences. */
  FakeLoader copy() {
    FakeLoader copy = new FakeLoader(clearsAtTheLastTry);
    copy.bits.putAll(bits);
    copy.booted = booted;
    return copy;
  }

  /** What the loader does at a start: picks, counts, boots. Null if nothing is left. */
  @Nullable
  Slot boot() {
    Slot picked = primary();
    if (picked != null) {
      Bits now = of(picked);
      if (!now.good() && now.tries() > 0) {
        put(picked, now.tries() == 1 && clearsAtTheLastTry
            ? new Bits(0, 0, false)
            : new Bits(now.priority(), now.tries() - 1, false));
      }
    }
    booted = picked;
    return picked;
  }

  void setBooted(@Nullable Slot slot) {
    booted = slot;
  }

  void put(Slot slot, Bits next) {
    bits.put(slot, next);
  }

  Bits of(Slot slot) {
    Bits found = bits.get(slot);
    if (found == null) {
      throw new AssertionError(slot);
    }
    return found;
  }

  @Override
  public String loader() {
    return "fake";
  }

  @Override
  public BootState readState() {
    return new BootState(booted, primary(), state(Slot.A), state(Slot.B));
  }

  @Override
  public Change disable(Slot slot) {
    if (booted == null) {
      return refused(Reason.BOOTED_SLOT_UNKNOWN);
    }
    if (booted == slot) {
      return refused(Reason.SLOT_IS_BOOTED);
    }
    if (!good(booted)) {
      return refused(Reason.BOOTED_SLOT_NOT_CONFIRMED);
    }
    return write(Map.of(slot, new Bits(0, 0, false)));
  }

  @Override
  public Change activate(Slot slot, int tries) {
    if (booted == slot) {
      return refused(Reason.SLOT_IS_BOOTED);
    }
    if (!good(slot.other())) {
      return refused(Reason.BOOTED_SLOT_NOT_CONFIRMED);
    }
    return write(Map.of(slot, new Bits(2, tries, false), slot.other(), second(slot.other())));
  }

  @Override
  public Change confirm() {
    Slot running = booted;
    if (running == null) {
      return refused(Reason.BOOTED_SLOT_UNKNOWN);
    }
    return write(Map.of(running, new Bits(Math.max(1, of(running).priority()), 0, true)));
  }

  @Override
  public Change markBad(Slot slot) {
    boolean last = of(slot).bootable() && !of(slot.other()).bootable();
    if (last || (good(slot) && !good(slot.other()))) {
      return refused(Reason.LAST_BOOTABLE_SLOT);
    }
    return write(Map.of(slot, new Bits(0, 0, false)));
  }

  @Override
  public Change rollback() {
    Slot running = booted;
    if (running == null) {
      return refused(Reason.BOOTED_SLOT_UNKNOWN);
    }
    Slot target = running.other();
    if (!of(target).bootable()) {
      return refused(Reason.SLOT_NOT_BOOTABLE);
    }
    return write(Map.of(target, new Bits(2, of(target).tries(), of(target).good()), running,
        second(running)));
  }

  @Override
  public Change cancel() {
    Slot running = booted;
    if (running == null) {
      return refused(Reason.BOOTED_SLOT_UNKNOWN);
    }
    Slot other = running.other();
    if (primary() != other) {
      return refused(Reason.NOTHING_TO_CANCEL);
    }
    Bits kept = good(other) ? second(other) : new Bits(0, 0, false);
    return write(Map.of(running, new Bits(2, of(running).tries(), good(running)), other, kept));
  }

  private Change write(Map<Slot, Bits> next) {
    BootState before = readState();
    beforeWrite.run();
    bits.putAll(next);
    afterWrite.run();
    BootState after = readState();
    return after.equals(before) ? new Change.Unchanged(after) : new Change.Written(before, after);
  }

  private Bits second(Slot slot) {
    Bits now = of(slot);
    return new Bits(Math.min(1, now.priority()), now.tries(), now.good());
  }

  private boolean good(Slot slot) {
    return of(slot).good() && of(slot).bootable();
  }

  private @Nullable Slot primary() {
    Bits a = of(Slot.A);
    Bits b = of(Slot.B);
    if (!a.bootable() && !b.bootable()) {
      return null;
    }
    return a.bootable() && (!b.bootable() || a.priority() >= b.priority()) ? Slot.A : Slot.B;
  }

  private SlotState state(Slot slot) {
    Bits now = of(slot);
    Standing standing = !now.bootable()
        ? Standing.BAD
        : now.good() ? Standing.GOOD : Standing.TRIAL;
    return new SlotState(slot, standing, now.good() ? 0 : now.tries(), "priority="
        + now.priority() + " tries=" + now.tries() + " successful=" + (now.good() ? 1 : 0));
  }

  private static Change refused(Reason reason) {
    return new Change.Refused(reason, "the fake boot loader says " + reason);
  }
}
