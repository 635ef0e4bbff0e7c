package dev.bascule.lab.powercut;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.lab.cut.BootedCut;
import dev.bascule.lab.cut.Cuts.Moment;
import dev.bascule.lab.cut.History;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of power cuts: counts, and everything that went wrong. */
public final class CutReport {

  private final long seed;
  private final Map<String, Integer> judged = new LinkedHashMap<>();
  private final Map<String, Timeline> timelines = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();
  private final List<BootedCut> booted = new ArrayList<>();
  private int total;
  private int bricked;
  private int wrong;
  private int resumed;
  private int cutTwice;

  CutReport(long seed) {
    this.seed = seed;
  }

  /**
   * A chapter as it was recorded, and what its cuts came to.
   *
   * @param result the first round's
   */
  record Timeline(History history, Judgement.Result result) {}

  void add(String label, History history, long round, Judgement.Result result) {
    timelines.putIfAbsent(label, new Timeline(history, result));
    result.judged()
        .forEach((phase, count) -> judged.merge(label + ": " + phase, count, Integer::sum));
    count(label + " seed " + round, result);
  }

  void addResumed(CutRun.Recorded recorded, long round, Moment moment, Judgement.Result result) {
    resumed++;
    cutTwice += result.total();
    count(recorded.label() + " seed " + round + ", " + moment + ", gone on and cut again", result);
  }

  /** Adds what came of a state that was really booted. */
  public void addBooted(BootedCut cut) {
    booted.add(cut);
    if (!cut.good()) {
      addFailure(cut.machine() + " seed " + seed + ", " + cut.moment() + ": " + cut.outcome());
    }
  }

  void addFailure(String failure) {
    wrong++;
    failures.add(failure);
  }

  private void count(String where, Judgement.Result result) {
    total += result.total();
    bricked += result.bricked();
    wrong += result.failed();
    result.failures().forEach(failure -> failures.add(where + ", " + failure));
  }

  /** All that was judged, in one line. */
  public String summary() {
    return ("%d states judged, %d of them after a second cut, %d gone on from, %d really booted, bricked %d,"
        + " wrong %d").formatted(total, cutTwice, resumed, booted.size(), bricked, wrong);
  }

  /** What went wrong: the first of each kind, with seed and medium. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  /** Media that were judged. */
  public int judged() {
    return total;
  }

  /** Of those that were judged, the ones after a second cut. */
  public int cutTwice() {
    return cutTwice;
  }

  /** Media from which a device went on, with the real command, to a good end. */
  public int resumed() {
    return resumed;
  }

  /** Media from which nothing would start. */
  public int bricked() {
    return bricked;
  }

  /** Media, and devices that went on, that were not as they must be. */
  public int wrong() {
    return wrong;
  }

  /** The seed of the first round. */
  public long seed() {
    return seed;
  }

  /** The same for programs. */
  public String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("seed", seed)
        .put("states_judged", total)
        .put("after_a_second_cut", cutTwice)
        .put("gone_on_from", resumed)
        .put("booted", booted.size())
        .put("bricked", bricked)
        .put("wrong", wrong);
    ObjectNode phases = json.putObject("phases");
    judged.forEach(phases::put);
    failures.forEach(json.putArray("failures")::add);
    return json.toPrettyString();
  }

  Map<String, Integer> phases() {
    return judged;
  }

  List<BootedCut> booted() {
    return booted;
  }

  Map<String, Timeline> timelines() {
    return timelines;
  }
}
