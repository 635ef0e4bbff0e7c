package dev.bascule.updater.service;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.bootctl.Slot;
import dev.bascule.image.Version;
import dev.bascule.updater.check.CheckedImage;
import dev.bascule.updater.check.Selection;
import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.device.Device;
import dev.bascule.updater.device.Device.Claim;
import dev.bascule.updater.device.DeviceView;
import dev.bascule.updater.device.Installed;
import dev.bascule.updater.device.Supply;
import dev.bascule.updater.install.VolumePlan;
import dev.bascule.updater.progress.Progress;
import dev.bascule.updater.progress.ProgressMeter;
import dev.bascule.updater.report.Costs;
import dev.bascule.updater.report.Failures;
import dev.bascule.updater.report.FigureFile;
import dev.bascule.updater.report.Plans;
import dev.bascule.updater.report.Results;
import dev.bascule.updater.report.Selections;
import dev.bascule.updater.report.StatusReport;
import dev.bascule.updater.update.Result;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The device's verbs for those who are not at its command line. What takes long is a job: there is one at a time, and a
 * rollback ends a transfer. Who may ask is for others to decide; who did is passed in, for the journal.
 */
public final class UpdateService implements Closeable {

  private final Configuration configuration;
  private final List<ServiceListener> listeners = new CopyOnWriteArrayList<>();
  private final Jobs jobs = new Jobs();
  private volatile Progress progress = Progress.NONE;

  /** One verb, on a device that is locked for it. */
  private interface Verb {
    Reply run(Device device) throws IOException;
  }

  public UpdateService(Configuration configuration) {
    this.configuration = configuration;
  }

  /** From here on a listener is told what happens. */
  public void listen(ServiceListener listener) {
    listeners.add(listener);
  }

  public Configuration configuration() {
    return configuration;
  }

  /** How far the work has come at this moment. */
  public Progress progress() {
    return progress;
  }

  /** The device as it stands. */
  public DeviceView view() throws IOException {
    return DeviceView.read(configuration);
  }

  /**
   * Looks into a bundle.
   *
   * @throws IOException if it is none, if it is not for this device, or if the device is busy
   */
  public CheckedImage inspect(Supply.Bundle bundle) throws IOException {
    try (Device device = Device.open(configuration, "inspect", Claim.ORDINARY)) {
      return device.inspect(bundle);
    }
  }

  /** What status says. */
  public Reply status() {
    try {
      StatusReport report = StatusReport.of(view());
      return new Reply(report.facts(), report.lines(), false);
    } catch (IOException e) {
      return failed(e);
    }
  }

  /** Begins to look for an image; returns the job's number. */
  public int check() throws ServiceBusyException {
    return begin("check", device -> selection(device.check(null)), () -> {});
  }

  /**
   * Begins to install, and to activate what was installed if that is wanted; returns the job's number.
   *
   * @param wanted the version, or null for what the channel offers
   * @param ended is run once the supply is no longer needed
   */
  public int install(Supply supply, @Nullable Version wanted, boolean activate, Runnable ended)
      throws ServiceBusyException {
    String verb = activate ? "update" : "install";
    return begin(verb, device -> {
      ProgressMeter meter = new ProgressMeter(verb, System::nanoTime, this::progressed);
      return installed(activate
          ? device.update(supply, wanted, meter)
          : device.install(supply, wanted, meter));
    }, ended);
  }

  public Reply activate() {
    return now("activate", Claim.ORDINARY, device -> result(device.activate()));
  }

  /** Ends a transfer that goes on, or takes back what waits for a restart. */
  public Reply cancel(String by) {
    if (jobs.interrupt()) {
      ObjectNode facts = facts().put("result", "done").put("summary", "the transfer was ended");
      return new Reply(facts, List.of("the transfer was ended; it goes on where it was"), false);
    }
    return now("cancel", Claim.ORDINARY, device -> result(device.cancel(by)));
  }

  /** Makes the other slot the next to boot. */
  public Reply rollBack(String by, String why, boolean belowFloor) {
    jobs.interrupt();
    return now("rollback", Claim.URGENT, device -> result(device.rollBack(by, why, belowFloor)));
  }

  public Reply markGood(String by) {
    return now("mark", Claim.ORDINARY, device -> result(device.markGood(by)));
  }

  public Reply markBad(Slot slot, String by, String why) {
    return now("mark", Claim.ORDINARY, device -> result(device.markBad(slot, by, why)));
  }

  public Reply release(Version version, String by) {
    return now("mark", Claim.ORDINARY, device -> result(device.release(version, by)));
  }

  /** Asks for a restart. */
  public Reply restart(String by) {
    return now("reboot", Claim.ORDINARY, device -> {
      device.session().settle();
      device.restart("asked for by " + by);
      return new Reply(facts().put("result", "done").put("summary", "restarting"),
          List.of("restarting"), false);
    });
  }

  /** Every question that decides whether an image is taken, and its answer. */
  public Reply explain(@Nullable Version version) {
    return now("explain", Claim.ORDINARY, device -> {
      Selection selection = device.check(version);
      ObjectNode facts = Selections.facts(selection);
      List<String> lines = new ArrayList<>(Selections.reasons(selection));
      if (selection instanceof Selection.Take take) {
        List<VolumePlan> plans =
            VolumePlan.of(take.image().manifest(), device.held().orElse(null));
        Plans.add(plans, facts);
        lines.addAll(Plans.lines(plans));
      }
      return new Reply(facts, lines, false);
    });
  }

  /** Whether nothing is going on. */
  public boolean idle() {
    return jobs.idle();
  }

  /** Ends what goes on; a transfer goes on where it was when it is asked for again. */
  @Override
  public void close() {
    jobs.close();
  }

  private int begin(String verb, Verb work, Runnable ended) throws ServiceBusyException {
    return jobs.begin(verb, job -> {
      progressed(Progress.begun(verb));
      Reply reply;
      try {
        reply = run(verb, Claim.ORDINARY, work);
      } finally {
        ended.run();
      }
      progressed(Progress.NONE);
      for (ServiceListener listener : listeners) {
        listener.changed();
        listener.finished(job, verb, reply);
      }
    });
  }

  private Reply now(String verb, Claim claim, Verb work) {
    Reply reply = run(verb, claim, work);
    listeners.forEach(ServiceListener::changed);
    return reply;
  }

  private Reply run(String verb, Claim claim, Verb work) {
    try (Device device = Device.open(configuration, verb, claim)) {
      return work.run(device);
    } catch (IOException e) {
      return failed(e);
    } finally {
      FigureFile.write(configuration);
    }
  }

  private void progressed(Progress now) {
    progress = now;
    listeners.forEach(listener -> listener.progressed(now));
  }

  private static Reply selection(Selection selection) {
    return new Reply(Selections.facts(selection), List.of(Selections.summary(selection)), false);
  }

  private static Reply installed(Installed installed) {
    ObjectNode facts = Selections.facts(installed.selection());
    Result result = installed.result();
    if (result == null) {
      return new Reply(facts, List.of(Selections.summary(installed.selection())), false);
    }
    Costs.add(installed.cost(), facts);
    return result(result, facts);
  }

  private static Reply result(Result result) {
    return result(result, facts());
  }

  private static Reply result(Result result, ObjectNode facts) {
    String remedy = Results.remedy(result);
    List<String> lines = remedy.isEmpty()
        ? List.of(Results.words(result))
        : List.of(Results.words(result), remedy);
    return new Reply(Results.add(result, facts), lines, result instanceof Result.Refused);
  }

  private static Reply failed(IOException failure) {
    ObjectNode facts = Failures.facts(failure);
    String remedy = facts.path("remedy").asText();
    String message = facts.path("message").asText();
    return new Reply(facts, remedy.isEmpty() ? List.of(message) : List.of(message, remedy),
        false);
  }

  private static ObjectNode facts() {
    return JsonNodeFactory.instance.objectNode();
  }
}
