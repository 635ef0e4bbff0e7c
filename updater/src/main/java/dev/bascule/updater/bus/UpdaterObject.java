package dev.bascule.updater.bus;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.sys.OpenFile;
import dev.bascule.image.Version;
import dev.bascule.updater.device.Supply;
import dev.bascule.updater.service.Reply;
import dev.bascule.updater.service.ServiceBusyException;
import dev.bascule.updater.service.UpdateService;
import dev.bascule.updater.wire.HandedFiles;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.freedesktop.dbus.FileDescriptor;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MethodCall;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;

/** Serves {@link Updater1}: asks who is there and whether he may, then has it done. */
public final class UpdaterObject extends PropertyHolder implements Updater1 {

  private static final int MAX_TEXT = 1024;

  private final UpdateService service;
  private final Gate gate;
  private final PollTimer timer;
  private final HandedFiles files;

  UpdaterObject(UpdateService service, Gate gate, PollTimer timer, HandedFiles files) {
    super(Updater1.NAME);
    this.files = files;
    this.service = service;
    this.gate = gate;
    this.timer = timer;
  }

  /** Begins a job. */
  private interface Beginning {
    int begin() throws ServiceBusyException;
  }

  @Override
  public UInt32 check() {
    gate.pass(Action.CHECK);
    return job(service::check);
  }

  @Override
  public UInt32 install(String version, boolean activate) {
    gate.pass(Action.INSTALL);
    Version wanted = version(version);
    return job(() -> service.install(new Supply.Configured(), wanted, activate, () -> {}));
  }

  @Override
  public UInt32 installBundle(String path, String version, boolean activate,
      boolean allowExpired) {
    gate.pass(Action.INSTALL);
    if (allowExpired) {
      gate.pass(Action.INSTALL_EXPIRED);
    }
    Supply supply = gate.bundle("path", path, allowExpired);
    Version wanted = version(version);
    return job(() -> service.install(supply, wanted, activate, () -> {}));
  }

  @Override
  public UInt32 installDescriptor(FileDescriptor bundle, String version, boolean activate,
      boolean allowExpired) {
    OpenFile file = files.take(bundle);
    if (file == null) {
      throw BusError.busy("other callers' files wait for their turn: try again");
    }
    boolean begun = false;
    try {
      gate.pass(Action.INSTALL);
      if (allowExpired) {
        gate.pass(Action.INSTALL_EXPIRED);
      }
      Supply supply = gate.bundle(file, allowExpired);
      Version wanted = version(version);
      UInt32 job = job(() -> service.install(supply, wanted, activate, file::close));
      begun = true;
      return job;
    } finally {
      if (!begun) {
        file.close();
      }
    }
  }

  /** Whether a message calls the method that takes a file, in its own form: any other is answered without it. */
  static boolean takesFile(Message message) {
    return message instanceof MethodCall && Updater1.PATH.equals(message.getPath())
        && Updater1.NAME.equals(message.getInterface())
        && "InstallDescriptor".equals(message.getName())
        && "hsbb".equals(message.getSig());
  }

  @Override
  public String activate() {
    gate.pass(Action.ACTIVATE);
    return answer(service.activate());
  }

  @Override
  public String cancel() {
    gate.pass(Action.CANCEL);
    return answer(service.cancel(gate.caller()));
  }

  @Override
  public String rollback(String reason, boolean belowFloor) {
    gate.pass(Action.ROLLBACK);
    if (belowFloor) {
      gate.pass(Action.ROLLBACK_BELOW_FLOOR);
    }
    return answer(service.rollBack(gate.caller(), reason(reason), belowFloor));
  }

  @Override
  public String mark(String what, String subject, String reason) {
    gate.pass(Action.MARK);
    String by = gate.caller();
    return answer(switch (what) {
      case "good" -> service.markGood(by);
      case "bad" -> service.markBad(slot(subject), by, reason(reason));
      case "retry" -> {
        Version version = version(subject);
        if (version == null) {
          throw BusError.invalid("subject", "a version");
        }
        yield service.release(version, by);
      }
      default -> throw BusError.invalid("what", "good, bad or retry");
    });
  }

  @Override
  public String reboot() {
    gate.pass(Action.REBOOT);
    return answer(service.restart(gate.caller()));
  }

  @Override
  public String explain(String version) {
    gate.pass(Action.CHECK);
    return answer(service.explain(version(version)));
  }

  @Override
  public String status() {
    gate.look();
    return answer(service.status());
  }

  @Override
  public String getObjectPath() {
    return Updater1.PATH;
  }

  @Override
  Map<String, Variant<?>> properties() {
    gate.look();
    try {
      Map<String, Variant<?>> all = new LinkedHashMap<>(
          DeviceProperties.of(service.view(), timer.next()));
      all.putAll(DeviceProperties.of(service.progress()));
      return all;
    } catch (IOException e) {
      throw BusError.failed(String.valueOf(e.getMessage()));
    }
  }

  /** A reply as a document: what the command prints, and {@code text} for people. */
  static String document(Reply reply) {
    ObjectNode facts = reply.facts().deepCopy();
    return facts.put("text", reply.text()).toString();
  }

  private static String answer(Reply reply) {
    if (reply.refused()) {
      throw BusError.refused(reply.text());
    }
    if (reply.facts().path("result").asText().equals("error")) {
      throw reply.facts().path("error").asText().equals("busy")
          ? BusError.busy(reply.text())
          : BusError.failed(reply.text());
    }
    return document(reply);
  }

  private static UInt32 job(Beginning beginning) {
    try {
      return new UInt32(beginning.begin());
    } catch (ServiceBusyException e) {
      throw BusError.busy(String.valueOf(e.getMessage()));
    }
  }

  private static String reason(String text) {
    return text.isBlank() ? "no reason given"
        : text.substring(0, Math.min(text.length(), MAX_TEXT));
  }

  private static Slot slot(String name) {
    return switch (name) {
      case "A" -> Slot.A;
      case "B" -> Slot.B;
      default -> throw BusError.invalid("subject", "slot A or B");
    };
  }

  private static @Nullable Version version(String text) {
    try {
      return text.isEmpty() ? null : Version.parse(text);
    } catch (IllegalArgumentException e) {
      throw BusError.invalid("version", "a version such as 1.4.0, or nothing");
    }
  }
}
