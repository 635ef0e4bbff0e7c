package dev.bascule.bootctl.grub;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.choice.Repair;
import dev.bascule.bootctl.variables.VariableStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A GRUB environment block, or two of which the script takes the first that holds {@code ENV_VALID=1}.
 *
 * <p>Power cut: one copy alone is as safe as its place. Of two, one is written and synced before the
 * other is touched, and the one that counts goes last. So at any moment the copy that the script takes
 * holds the old variables or the new ones, even where a cut makes a file vanish.
 *
 * <p>The mark of a trial is written before the variables by which the slot boots: a medium that tears a sector, so that
 * its beginning is new and its end old, leaves no slot that boots and looks confirmed.
 */
final class GrubStore implements VariableStore {
  /** By this variable a script tells a copy that is whole from an empty or torn one. */
  static final String MARKER = "ENV_VALID";

  private final GrubPlace first;
  private final Optional<GrubPlace> second;
  private final Path lock;

  GrubStore(GrubPlace first, Optional<GrubPlace> second, Path lock) {
    this.first = first;
    this.second = second;
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
    return loaded.damaged()
        ? new Repair(List.of("write " + loaded.order().getFirst().name()
            + " anew, like the copy that counts"), () -> loaded.write(Map.of()))
        : Repair.NONE;
  }

  private Loaded load() throws IOException {
    var marker = second.map(_ -> MARKER);
    var copy = GrubCopy.read(first, marker);
    var other = second.isPresent()
        ? Optional.of(GrubCopy.read(second.get(), marker))
        : Optional.<GrubCopy>empty();
    return new Loaded(copy, other);
  }

  /** What is stored now. */
  private final class Loaded {
    private final GrubCopy copy;
    private final Optional<GrubCopy> other;
    private final GrubBlock block;

    Loaded(GrubCopy copy, Optional<GrubCopy> other) throws BootException {
      this.copy = copy;
      this.other = other;
      if (copy instanceof GrubCopy.Valid(var found)) {
        this.block = found;
      } else if (other.orElse(copy) instanceof GrubCopy.Valid(var found)) {
        this.block = found;
      } else {
        throw new BootException("expected a GRUB environment block, found none that is valid: "
            + reason(copy) + other.map(each -> "; " + reason(each)).orElse(""),
            "boot a slot by hand from GRUB's menu, look which slot is good, and write the block anew:"
                + " grub-editenv " + first.name() + " create, then set the variables as"
                + " docs/boot-loaders.md lists them");
      }
    }

    private static String reason(GrubCopy copy) {
      return copy instanceof GrubCopy.Broken(var reason) ? reason : "valid";
    }

    Stored stored() throws IOException {
      var faults = new ArrayList<String>();
      if (copy instanceof GrubCopy.Broken(var reason)) {
        faults.add("the first copy is broken, the second counts: " + reason);
      } else if (other.isPresent() && !other.get().equals(copy)) {
        faults.add(other.get() instanceof GrubCopy.Broken(var reason)
            ? "the second copy is broken: " + reason
            : "the copies differ: the first counts");
      }
      boolean wide = block.used() > GrubFile.SECTOR;
      if (wide && other.isEmpty()) {
        first.weakness().ifPresent(faults::add);
      }
      if (wide) {
        faults.add(first.name() + ": the variables take " + block.used()
            + " bytes, more than one sector: a power cut while GRUB writes can mix old and new ones");
      }
      return new Stored(block.variables(), faults);
    }

    boolean damaged() {
      return other.isPresent() && !other.get().equals(copy);
    }

    void write(Map<String, Optional<String>> changes) throws IOException {
      var marked = marked(changes);
      if (!marked.equals(block)) {
        write(marked);
      }
      write(marked.with(changes));
    }

    private void write(GrubBlock next) throws IOException {
      for (var place : order()) {
        place.write(next.encode());
      }
    }

    /** The block with nothing but the mark of a trial that begins. */
    private GrubBlock marked(Map<String, Optional<String>> changes) {
      var mark = changes.getOrDefault(GrubDialect.TRIAL, Optional.empty());
      return mark.isPresent() ? block.with(Map.of(GrubDialect.TRIAL, mark)) : block;
    }

    /** The copy that the script takes goes last, so that it is whole while the other is written. */
    private List<GrubPlace> order() {
      if (second.isEmpty()) {
        return List.of(first);
      }
      return copy instanceof GrubCopy.Valid
          ? List.of(second.get(), first)
          : List.of(first, second.get());
    }
  }
}
