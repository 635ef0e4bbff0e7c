package dev.bascule.bootctl.grub;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.choice.Repair;
import dev.bascule.bootctl.durable.Folder;
import dev.bascule.bootctl.variables.VariableStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Mender's double environment for GRUB. The script takes the first copy, after it has made a copy whole
 * whose lock says that it was being written; it looks at the second's lock first.
 *
 * <p>Power cut: the copies are written one after the other, the second first, and a copy that was left
 * half written is made whole before that. So the script comes to the old variables or to the new ones.
 * Mender's own program rewrites the files in place; the order and the locks are the same.
 */
final class MenderStore implements VariableStore {
  private final MenderCopy first;
  private final MenderCopy second;
  private final Path lock;

  MenderStore(Folder first, Folder second, Path lock) {
    this.first = new MenderCopy(first);
    this.second = new MenderCopy(second);
    this.lock = lock;
  }

  @Override
  public Path lock() {
    return lock;
  }

  @Override
  public Stored read() throws IOException {
    return load().stored();
  }

  @Override
  public void write(Map<String, String> before, Map<String, Optional<String>> changes)
      throws IOException {
    load().write(changes);
  }

  @Override
  public Repair readRepair() throws IOException {
    var loaded = load();
    return loaded.stored().faults().isEmpty()
        ? Repair.NONE
        : new Repair(List.of("write both copies anew, like the one that counts"),
            () -> loaded.write(Map.of()));
  }

  private Loaded load() throws IOException {
    boolean secondSettled = second.settled();
    boolean firstSettled = first.settled();
    var counting = secondSettled && !firstSettled ? second : first;
    return switch (counting.read()) {
      case GrubCopy.Valid(var block) -> new Loaded(block, firstSettled, secondSettled);
      case GrubCopy.Broken(var reason) -> throw new BootException(
          "expected Mender's environment, found one that is broken: " + reason,
          "if the other of the two copies is whole (grub-editenv FILE list), copy its env over this one");
    };
  }

  /** What is stored now. */
  private final class Loaded {
    private final GrubBlock block;
    private final boolean firstSettled;
    private final boolean secondSettled;

    Loaded(GrubBlock block, boolean firstSettled, boolean secondSettled) {
      this.block = block;
      this.firstSettled = firstSettled;
      this.secondSettled = secondSettled;
    }

    Stored stored() throws IOException {
      var faults = new ArrayList<String>();
      if (!secondSettled) {
        faults.add(second.directory().name() + " was left half written: the first copy counts");
      }
      if (!firstSettled) {
        faults.add(first.directory().name() + " was left half written"
            + (secondSettled ? ": the second copy counts" : ""));
      }
      if (firstSettled && secondSettled && !same(second.read())) {
        faults.add("the copies differ: the first counts");
      }
      return new Stored(block.variables(), faults);
    }

    private boolean same(GrubCopy copy) {
      return copy instanceof GrubCopy.Valid(var other)
          && other.variables().equals(block.variables());
    }

    void write(Map<String, Optional<String>> changes) throws IOException {
      if (!firstSettled && secondSettled) {
        first.write(block);
      }
      var next = block.with(changes);
      second.write(next);
      first.write(next);
    }
  }
}
