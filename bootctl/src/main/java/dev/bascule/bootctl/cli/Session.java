package dev.bascule.bootctl.cli;

import dev.bascule.bootctl.BootControl;
import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Change;
import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.Repairable;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.detect.Detection;
import dev.bascule.bootctl.detect.FactReader;
import dev.bascule.bootctl.loader.BootControls;
import dev.bascule.bootctl.loader.LoaderName;
import java.util.List;
import java.util.Objects;

/** Does what a request asks for, and says what came of it. */
final class Session {
  private static final int MAX_TRIES = 15;

  private final Request request;
  private final Printer printer;

  Session(Request request, Printer printer) {
    this.request = request;
    this.printer = printer;
  }

  /**
   * Runs the request's verb.
   *
   * @return the exit code
   * @throws WrongArgumentException before anything was changed
   */
  int run() throws WrongArgumentException {
    try {
      return switch (request.verb()) {
        case STATUS -> status(control());
        case DOCTOR -> diagnose();
        case REPAIR -> repair(control());
        case ACTIVATE, CONFIRM, MARK_BAD, DISABLE, ROLLBACK, CANCEL -> printer.change(change());
      };
    } catch (BootException e) {
      printer.failure(e);
      return ExitCode.ERROR;
    }
  }

  private Change change() throws BootException, WrongArgumentException {
    int tries = request.number(Setting.TRIES, 1, MAX_TRIES);
    var control = control();
    return switch (request.verb()) {
      case ACTIVATE -> control.activate(slot(), tries);
      case CONFIRM -> control.confirm();
      case MARK_BAD -> control.markBad(slot());
      case DISABLE -> control.disable(slot());
      case ROLLBACK -> control.rollback();
      case CANCEL -> control.cancel();
      case STATUS, DOCTOR, REPAIR ->
        throw new IllegalStateException(request.verb() + " changes nothing");
    };
  }

  private int status(BootControl control) throws BootException {
    printer.state(control.loader(), control.readState());
    return ExitCode.OK;
  }

  private int diagnose() throws BootException, WrongArgumentException {
    boolean named = request.has(Setting.A) && request.has(Setting.B);
    var faults = named ? readFaults(control()) : List.<String>of();
    printer.diagnosis(detection(), faults, named);
    return faults.isEmpty() ? ExitCode.OK : ExitCode.ERROR;
  }

  private static List<String> readFaults(BootControl control) throws BootException {
    return control instanceof Repairable repairable
        ? repairable.readFaults()
        : control.readState().remarks();
  }

  private int repair(BootControl control) throws BootException {
    boolean dryRun = request.has(Setting.DRY_RUN);
    if (!(control instanceof Repairable repairable)) {
      printer.repair(dryRun, List.of(), List.of());
      return ExitCode.OK;
    }
    var plan = repairable.readRepairs();
    var faults = dryRun ? readFaults(repairable, plan) : repairable.repair();
    printer.repair(dryRun, plan, faults);
    return faults.isEmpty() ? ExitCode.OK : ExitCode.ERROR;
  }

  /** A state that cannot be read at all is a fault like others, where there is a plan for it. */
  private static List<String> readFaults(Repairable repairable, List<String> plan)
      throws BootException {
    try {
      return repairable.readFaults();
    } catch (BootException e) {
      if (plan.isEmpty()) {
        throw e;
      }
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private Slot slot() {
    return Objects.requireNonNull(request.slot(), "a verb without its slot");
  }

  /** The control of the loader that was named, or else of the one that the device shows. */
  private BootControl control() throws BootException, WrongArgumentException {
    return BootControls.open(new LoaderOptions(request).read(loader()), host());
  }

  /** A disk is the partition table's: no other loader has one. */
  private LoaderName loader() throws BootException, WrongArgumentException {
    String name = request.value(Setting.LOADER);
    if (name == null) {
      return request.has(Setting.DISK) ? LoaderName.GPT : detected();
    }
    try {
      return LoaderName.parse(name);
    } catch (IllegalArgumentException e) {
      throw new WrongArgumentException(Setting.LOADER.option() + ": expected one of "
          + String.join(", ", LoaderName.all()) + ", found " + name);
    }
  }

  private LoaderName detected() throws BootException, WrongArgumentException {
    return switch (detection()) {
      case Detection.One(var name, _) -> LoaderName.parse(name);
      case Detection.Several several -> throw ambiguous(several);
      case Detection.None none -> throw ambiguous(none);
    };
  }

  private static BootException ambiguous(Detection detection) {
    return new BootException("boot loader: expected one that the device shows, found "
        + detection.explanation(), "name it: --loader " + String.join("|", LoaderName.all()));
  }

  private Detection detection() throws WrongArgumentException {
    return Detection.of(new FactReader(host(), request.path(Setting.ROOT)).read());
  }

  private Host host() throws WrongArgumentException {
    return new Host(request.path(Setting.PROC), request.path(Setting.SYS),
        request.path(Setting.DEV));
  }
}
