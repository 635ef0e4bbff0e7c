package dev.bascule.lab.powercut;

import dev.bascule.lab.cut.Cuts;
import dev.bascule.lab.cut.Cuts.Moment;
import dev.bascule.lab.cut.History;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a power cut can do to a history, judged.
 *
 * @param cuts where and how the power is cut
 * @param judge the loader's model
 */
record Judgement(Cuts cuts, Judge judge) {

  private static final int MOST_FAILURES = 20;

  /** A device that a cut left as it must not be. */
  record Failure(Moment moment, Verdict found, List<String> wrong) {
    @Override
    public String toString() {
      return moment + ": " + String.join("; ", wrong);
    }
  }

  /**
   * What came of it.
   *
   * @param judged media, by phase in their order
   * @param bricked how many of them start nothing
   * @param failed how many of them are as they must not be
   * @param failures the first of these
   * @param byAct how many were judged after each number of acts
   * @param wrongActs after which of these one was as it must not be
   * @param interesting of each thing that a cut can come to in a phase, the first medium's number
   */
  record Result(Map<String, Integer> judged, int bricked, int failed, List<Failure> failures,
      Map<Integer, Integer> byAct, Set<Integer> wrongActs, List<Integer> interesting) {

    int total() {
      return judged.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /** Judges all that a cut can leave of a history. */
  static Result of(History history, Judge judge, long seed, int samples) throws IOException {
    return new Judgement(new Cuts(history, seed, samples, true), judge).run();
  }

  Result run() throws IOException {
    List<Phase> phases = phases();
    Map<String, Integer> judged = new LinkedHashMap<>();
    List<Failure> failures = new ArrayList<>();
    Map<String, Integer> interesting = new HashMap<>();
    Map<Integer, Integer> byAct = new HashMap<>();
    Set<Integer> wrongActs = new HashSet<>();
    int[] counts = new int[2];
    cuts.forEach((moment, medium) -> {
      Phase phase = moment.marks() == 0 ? null : phases.get(moment.marks() - 1);
      Verdict found = judge.judge(medium);
      judged.merge(name(phase), 1, Integer::sum);
      byAct.merge(moment.act(), 1, Integer::sum);
      if (phase == null) {
        return;
      }
      interesting.putIfAbsent(moment.marks() + " " + found, moment.number());
      counts[0] += found.boots() == null ? 1 : 0;
      List<String> wrong = phase.wrong(found);
      if (!wrong.isEmpty()) {
        counts[1]++;
        wrongActs.add(moment.act());
        if (failures.size() < MOST_FAILURES) {
          failures.add(new Failure(moment, found, wrong));
        }
      }
    });
    return new Result(judged, counts[0], counts[1], failures, byAct,
        wrongActs, interesting.values().stream().sorted().toList());
  }

  /** What is under way after each mark. */
  List<Phase> phases() throws IOException {
    List<Moment> marks = new ArrayList<>();
    List<Verdict> verdicts = new ArrayList<>();
    cuts.<IOException>forEachMark((moment, medium) -> {
      marks.add(moment);
      verdicts.add(judge.judge(medium));
    });
    List<Phase> phases = new ArrayList<>();
    Verdict earlier = null;
    for (int i = 0; i < marks.size(); i++) {
      boolean done = !marks.get(i).mark().startsWith("begin ");
      String what = marks.get(i).mark().substring(marks.get(i).mark().indexOf(' ') + 1);
      Verdict next = done ? verdicts.get(i) : verdicts.get(Math.min(i + 1, verdicts.size() - 1));
      if (!done && what.equals(RecordedDevice.LOADER)) {
        earlier = verdicts.get(i);
      }
      phases.add(new Phase(what, done, verdicts.get(i), next, earlier));
      if (done && !what.equals(RecordedDevice.LOADER)) {
        earlier = null;
      }
    }
    return phases;
  }

  private static String name(@Nullable Phase phase) {
    return phase == null ? "before" : (phase.done() ? "after " : "during ") + phase.what();
  }
}
