package dev.bascule.bootctl.choice;

import dev.bascule.bootctl.BootControl;
import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.BootState;
import dev.bascule.bootctl.Change;
import dev.bascule.bootctl.Repairable;
import dev.bascule.bootctl.RestartArgument;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.sys.FileLock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Load, decide, write, read back: the boot control of any loader whose choice can be stored and read as
 * one value. The store is locked for each operation.
 */
public final class StoredBootControl<S extends SlotChoice<S>>
    implements BootControl, Repairable, RestartArgument {
  private static final Duration LOCK_WAIT = Duration.ofSeconds(10);

  private final String loader;
  private final ChoiceStore<S> store;
  private final Path proc;

  /**
   * Nothing is opened before it is used.
   *
   * @param loader the loader's name in the configuration
   * @param proc where the holder of a lock is looked up
   */
  public StoredBootControl(String loader, ChoiceStore<S> store, Path proc) {
    this.loader = loader;
    this.store = store;
    this.proc = proc;
  }

  @Override
  public String loader() {
    return loader;
  }

  @Override
  public BootState readState() throws BootException {
    return locked(() -> store.read().state());
  }

  @Override
  public Optional<String> readRestartArgument() throws BootException {
    return locked(() -> store.read().choice().restartArgument());
  }

  @Override
  public Change disable(Slot slot) throws BootException {
    return change(new Operation.Disable(slot));
  }

  @Override
  public Change activate(Slot slot, int tries) throws BootException {
    return change(new Operation.Activate(slot, tries));
  }

  @Override
  public Change confirm() throws BootException {
    return change(new Operation.Confirm());
  }

  @Override
  public Change markBad(Slot slot) throws BootException {
    return change(new Operation.MarkBad(slot));
  }

  @Override
  public Change rollback() throws BootException {
    return change(new Operation.Rollback());
  }

  @Override
  public Change cancel() throws BootException {
    return change(new Operation.Cancel());
  }

  @Override
  public List<String> readFaults() throws BootException {
    return locked(() -> store.read().state().remarks());
  }

  @Override
  public List<String> readRepairs() throws BootException {
    return locked(() -> store.readRepair().steps());
  }

  @Override
  public List<String> repair() throws BootException {
    return locked(() -> {
      store.readRepair().work().write();
      return store.read().state().remarks();
    });
  }

  private Change change(Operation operation) throws BootException {
    return locked(() -> {
      var before = store.read();
      return switch (Decision.decide(before.choice(), before.booted(), operation)) {
        case Decision.Refuse(var reason, var explanation) ->
          new Change.Refused(reason, explanation);
        case Decision.Write(var next) -> {
          var booted = before.booted();
          if (booted != null && operation instanceof Operation.Confirm) {
            store.writeConfirmed(booted);
          }
          yield next.equals(before.choice())
              ? new Change.Unchanged(before.state())
              : write(before, next);
        }
      };
    });
  }

  private Change write(Reading<S> before, S next) throws IOException {
    store.write(before.choice(), next);
    var after = store.read();
    if (!after.choice().equals(next)) {
      throw new BootException(
          store.lock() + ": expected to read back " + next + ", found " + after.choice(),
          "another program writes it too, or the medium is failing: look at the kernel's log");
    }
    return new Change.Written(before.state(), after.state());
  }

  private <T> T locked(Action<T> action) throws BootException {
    try (var _ = FileLock.acquire(store.lock(), LOCK_WAIT, proc)) {
      return action.run();
    } catch (BootException e) {
      throw e;
    } catch (IOException e) {
      throw new BootException(store.lock() + ": " + e,
          "check that it is mounted and readable, and look for its errors in the kernel's log", e);
    }
  }

  private interface Action<T> {
    T run() throws IOException;
  }
}
