package dev.bascule.updater.bus;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState;
import dev.bascule.updater.check.CheckedImage;
import dev.bascule.updater.device.DeviceView;
import dev.bascule.updater.device.Supply;
import dev.bascule.updater.progress.Progress;
import dev.bascule.updater.service.Reply;
import dev.bascule.updater.service.ServiceBusyException;
import dev.bascule.updater.service.ServiceListener;
import dev.bascule.updater.service.UpdateService;
import dev.bascule.updater.update.DeviceLock.BusyException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.types.Variant;

/** Serves RAUC's interface for applications that know no other. The same rights are needed as for {@link Updater1}. */
public final class RaucObject extends PropertyHolder implements RaucInstaller, ServiceListener {

  /** What RAUC's users call the slots of the root. */
  static final String ROOT_CLASS = "rootfs";

  /** A name for the caller's own log. */
  private static final String TRANSACTION = "transaction-id";

  private final Signals signals;
  private final UpdateService service;
  private final Gate gate;
  private volatile String lastError = "";
  private volatile boolean installing;

  RaucObject(DBusConnection bus, UpdateService service, Gate gate) {
    super(RaucInstaller.NAME);
    this.signals = new Signals(bus, "/", RaucInstaller.NAME);
    this.service = service;
    this.gate = gate;
  }

  @Override
  public void install(String source) {
    installBundle(source, Map.of());
  }

  @Override
  public void installBundle(String source, Map<String, Variant<?>> arguments) {
    gate.pass(Action.INSTALL);
    gate.pass(Action.ACTIVATE);
    Supply supply = gate.bundle("source", source, false);
    require(arguments);
    try {
      lastError = "";
      service.install(supply, null, true, () -> {});
    } catch (ServiceBusyException e) {
      throw BusError.busy(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Pair<String, String> info(String bundle) {
    return new Pair<>(model(), inspect("bundle", bundle).ref().version().toString());
  }

  @Override
  public Map<String, Variant<?>> inspectBundle(String source, Map<String, Variant<?>> arguments) {
    CheckedImage image = inspect("source", source);
    require(arguments);
    return RaucBundle.facts(image, model());
  }

  /** A stranger may not have root look into files: what an error says of one is what stands in it. */
  private CheckedImage inspect(String argument, String place) {
    gate.pass(Action.INSTALL);
    try {
      return service.inspect(gate.bundle(argument, place, false));
    } catch (BusyException e) {
      throw BusError.busy(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw BusError.failed(String.valueOf(e.getMessage()));
    }
  }

  /** Refuses an argument that asks for something: it may be a condition, and is not passed over. */
  private static void require(Map<String, Variant<?>> arguments) {
    arguments.forEach((name, value) -> {
      boolean harmless = name.equals(TRANSACTION) || value.getValue().equals(false);
      if (!harmless) {
        throw BusError.invalid("args", "none but " + TRANSACTION + ", found " + name);
      }
    });
  }

  private String model() {
    return service.configuration().device().model();
  }

  @Override
  public Pair<String, String> mark(String state, String slot) {
    gate.pass(Action.MARK);
    String by = gate.caller();
    Slot meant = slot(slot);
    boolean booted = meant == view().boot().booted();
    Reply reply = switch (state) {
      case "good" -> {
        if (!booted) {
          throw BusError.refused("only the slot that runs can be marked good");
        }
        yield service.markGood(by);
      }
      case "bad" -> service.markBad(meant, by, "through RAUC's interface");
      case "active" -> {
        gate.pass(booted ? Action.CANCEL : Action.ROLLBACK);
        yield booted
            ? service.cancel(by)
            : service.rollBack(by, "through RAUC's interface", false);
      }
      default -> throw BusError.invalid("state", "good, bad or active");
    };
    if (reply.refused() || reply.facts().path("result").asText().equals("error")) {
      throw BusError.refused(reply.text());
    }
    return new Pair<>(name(meant), reply.text());
  }

  @Override
  public List<SlotStatus> getSlotStatus() {
    gate.look();
    DeviceView device = view();
    List<SlotStatus> slots = new ArrayList<>();
    for (SlotState slot : List.of(device.boot().a(), device.boot().b())) {
      Map<String, Variant<?>> facts = new TreeMap<>();
      facts.put("class", new Variant<>(ROOT_CLASS));
      facts.put("device", new Variant<>(
          service.configuration().volumes().getFirst().of(slot.slot())));
      facts.put("type", new Variant<>("raw"));
      facts.put("bootname", new Variant<>(slot.slot().name()));
      facts.put("state", new Variant<>(
          slot.slot() == device.boot().booted() ? "booted" : "inactive"));
      facts.put("boot-status", new Variant<>(slot.bootable() ? "good" : "bad"));
      device.content(slot.slot()).ifPresent(image -> {
        facts.put("bundle.version", new Variant<>(image.version().toString()));
        facts.put("sha256", new Variant<>(image.digest().toString()));
        facts.put("status", new Variant<>("ok"));
      });
      slots.add(new SlotStatus(name(slot.slot()), facts));
    }
    return slots;
  }

  @Override
  public String getPrimary() {
    gate.look();
    Slot primary = view().boot().primary();
    if (primary == null) {
      throw BusError.failed("the boot loader would boot neither slot");
    }
    return name(primary);
  }

  @Override
  public String getObjectPath() {
    return "/";
  }

  @Override
  Map<String, Variant<?>> properties() {
    gate.look();
    Slot booted = view().boot().booted();
    Map<String, Variant<?>> all = new LinkedHashMap<>(progress(service.progress()));
    all.put("LastError", new Variant<>(lastError));
    all.put("Compatible", new Variant<>(model()));
    all.put("Variant", new Variant<>(""));
    all.put("BootSlot", new Variant<>(booted == null ? "" : booted.name()));
    return all;
  }

  @Override
  public void progressed(Progress progress) {
    installing = progress.busy() ? installs(progress.verb()) : installing;
    if (!installing) {
      return;
    }
    signals.changed(progress(progress));
  }

  @Override
  public void finished(int job, String verb, Reply reply) {
    if (!installs(verb)) {
      return;
    }
    boolean done = reply.facts().path("result").asText().equals("done");
    lastError = done ? "" : reply.text();
    signals.changed(Map.of("LastError", new Variant<>(lastError)));
    signals.send(() -> new Completed("/", done ? 0 : 1));
  }

  @Override
  public void changed() {
    // RAUC's slots have no signal of their own.
  }

  /** Other jobs than installations are none of RAUC's. */
  private static boolean installs(String verb) {
    return verb.equals("install") || verb.equals("update");
  }

  private static Map<String, Variant<?>> progress(Progress progress) {
    Map<String, Variant<?>> properties = new LinkedHashMap<>();
    properties.put("Operation", new Variant<>(installs(progress.verb()) ? "installing" : "idle"));
    properties.put("Progress", new Variant<>(new ProgressStruct(progress.percent(),
        progress.busy() ? progress.role() + " " + progress.phase() : "", 1), "(isi)"));
    return properties;
  }

  private DeviceView view() {
    try {
      return service.view();
    } catch (IOException e) {
      throw BusError.failed(String.valueOf(e.getMessage()));
    }
  }

  private Slot slot(String name) {
    Slot booted = view().boot().booted();
    return switch (name) {
      case "rootfs.0" -> Slot.A;
      case "rootfs.1" -> Slot.B;
      case "booted", "other" -> {
        if (booted == null) {
          throw BusError.failed("nothing says which slot runs");
        }
        yield name.equals("booted") ? booted : booted.other();
      }
      default -> throw BusError.invalid("slot_identifier", "booted, other, rootfs.0 or rootfs.1");
    };
  }

  private static String name(Slot slot) {
    return switch (slot) {
      case A -> "rootfs.0";
      case B -> "rootfs.1";
    };
  }
}
