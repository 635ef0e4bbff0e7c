package dev.bascule.lab.powercut;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.Progress;
import dev.bascule.lab.cut.Cuts;
import dev.bascule.lab.cut.History;
import dev.bascule.lab.cut.Snapshot;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A device's whole life, recorded once; then every cut of it judged, and of some cuts the device goes on, recorded again,
 * and every cut of that judged too. Rounds differ by their seed.
 *
 * @param seed of the first round; the next ones count on
 * @param samples media where not every one that a cut can leave is looked at
 * @param resumptions how many media of each chapter a device goes on from in each round, interesting ones first
 * @param limit after which no further round begins, nor a resumption
 * @param loaders of which devices, by their labels; all of them if none is named
 */
public record CutRun(long seed, int samples, int resumptions, Duration limit,
    List<String> loaders) {

  /** The models of loaders that devices here have. */
  static final List<LoaderModel> LOADERS =
      List.of(new GptModel(), new GrubModel(), new UbootModel(),
          new SystemdBootModel());

  public CutRun {
    loaders = List.copyOf(loaders);
  }

  /** What loaders are called here. */
  public static List<String> loaderLabels() {
    return LOADERS.stream().map(LoaderModel::label).toList();
  }

  /** The models with some labels; all of them if none is given. */
  static List<LoaderModel> chosen(List<String> labels) {
    return LOADERS.stream()
        .filter(loader -> labels.isEmpty() || labels.contains(loader.label()))
        .toList();
  }

  /** Runs in a new directory, and leaves the recordings there: at least one round, whatever the limit. */
  public CutReport run(Checkout checkout, Path directory, Progress progress) throws IOException {
    CutBench bench = CutBench.create(checkout, directory, progress);
    List<Recorded> lives = record(bench, chosen(loaders), progress);
    new Recordings(directory).keep(lives);
    return judge(lives, progress);
  }

  /** A chapter of a device's life, and what it asked of the media. */
  record Recorded(CutBench bench, Chapter chapter, History history) {

    String label() {
      return bench.loader().label() + " " + chapter.label();
    }
  }

  /** Lets a device with each loader live, some at once; they come in the loaders' order. */
  static List<Recorded> record(CutBench bench, List<LoaderModel> loaders, Progress progress)
      throws IOException {
    List<Recorded> lives = new ArrayList<>();
    try (ExecutorService pool =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Future<List<Recorded>>> each = loaders.stream()
          .map(loader -> pool.submit(() -> record(bench.with(loader), progress)))
          .toList();
      for (Future<List<Recorded>> life : each) {
        lives.addAll(life.get());
      }
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted while devices were recorded");
    }
    return lives;
  }

  /** Lets a device from the factory live through all chapters. */
  private static List<Recorded> record(CutBench bench, Progress progress) throws IOException {
    List<Recorded> life = new ArrayList<>();
    Snapshot media = bench.factory();
    for (Chapter chapter : Chapter.values()) {
      Recorded recorded =
          new Recorded(bench, chapter, chapter.record(bench, media, bench.program()));
      progress.step(recorded.label() + " recorded: " + recorded.history().acts().size() + " acts");
      life.add(recorded);
      media = recorded.history().after();
    }
    return life;
  }

  /** Judges what was recorded, in rounds. */
  CutReport judge(List<Recorded> lives, Progress progress) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    CutReport report = new CutReport(seed);
    for (long round = 0; round == 0 || System.nanoTime() < end; round++) {
      for (Recorded recorded : lives) {
        judge(recorded, seed + round, round > 0 ? end : Long.MAX_VALUE, report, progress);
      }
      progress.step("round of seed " + (seed + round) + ": " + report.summary());
    }
    return report;
  }

  private void judge(Recorded recorded, long roundSeed, long end, CutReport report,
      Progress progress) throws IOException {
    Judgement.Result result =
        Judgement.of(recorded.history(), recorded.bench().judge(), roundSeed, samples);
    report.add(recorded.label(), recorded.history(), roundSeed, result);
    progress.step(recorded.label() + ": " + result.total() + " states judged, " + result.failed()
        + " wrong");
    Set<Integer> chosen = choose(result, new Random(roundSeed));
    new Cuts(recorded.history(), roundSeed, samples, true)
        .<IOException>forEach((moment, medium) -> {
          if (chosen.contains(moment.number()) && System.nanoTime() < end) {
            resume(recorded, moment, medium.snapshot(), roundSeed, report);
          }
        });
  }

  private void resume(Recorded recorded, Cuts.Moment moment, Snapshot media, long roundSeed,
      CutReport report) throws IOException {
    CutBench bench = recorded.bench();
    History history;
    try {
      Chapter chapter = recorded.chapter();
      history = new Resumption(bench, chapter,
          chapter.ends(moment.mark(), bench.loader().triesOnce(chapter)), bench.program())
          .goOn(media);
    } catch (IOException e) {
      report.addFailure(recorded.label() + " seed " + roundSeed + ", " + moment + ", gone on: "
          + e.getMessage());
      return;
    }
    report.addResumed(recorded, roundSeed, moment,
        Judgement.of(history, bench.judge(), roundSeed, samples));
  }

  /** Interesting ones first, each of which something else came of. */
  private Set<Integer> choose(Judgement.Result result, Random random) {
    List<Integer> interesting = new ArrayList<>(result.interesting());
    Collections.shuffle(interesting, random);
    Set<Integer> chosen = new TreeSet<>(
        interesting.subList(0, Math.min(resumptions, interesting.size())));
    while (chosen.size() < Math.min(resumptions, result.total())) {
      chosen.add(random.nextInt(result.total()));
    }
    return chosen;
  }
}
