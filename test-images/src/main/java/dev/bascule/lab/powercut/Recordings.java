package dev.bascule.lab.powercut;

import dev.bascule.image.manifest.ManifestJson;
import dev.bascule.lab.Progress;
import dev.bascule.lab.cut.HistoryFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The recordings that a run left in its directory, and the images in them: the same seed chooses the same states of them.
 *
 * @param directory the run's
 */
public record Recordings(Path directory) {

  private static final String PLACE = "recordings";

  void keep(List<CutRun.Recorded> lives) throws IOException {
    Path place = Files.createDirectories(directory.resolve(PLACE));
    for (CutRun.Recorded recorded : lives) {
      HistoryFile.write(recorded.history(), place.resolve(recorded.label().replace(' ', '-')));
    }
  }

  /**
   * Judges them again; no device goes on.
   *
   * @param loaders of which devices, by their labels; all of them if none is named
   */
  public CutReport judge(long seed, int samples, List<String> loaders, Progress progress)
      throws IOException {
    List<SignedContent> images = new ArrayList<>();
    for (int release = 1; release <= CutBench.SICK; release++) {
      Path manifest = directory.resolve("workshop/build/1.0." + release + "/image.json");
      images.add(SignedContent.of(ManifestJson.decode(Files.readAllBytes(manifest)),
          directory.resolve("volume-" + release)));
    }
    CutReport report = new CutReport(seed);
    for (LoaderModel loader : CutRun.chosen(loaders)) {
      for (Chapter chapter : Chapter.values()) {
        String label = loader.label() + " " + chapter.label();
        var history = HistoryFile.read(directory.resolve(PLACE).resolve(label.replace(' ', '-')));
        var result = Judgement.of(history, loader.judge(images), seed, samples);
        report.add(label, history, seed, result);
        progress.step(label + ": " + result.total() + " states judged, " + result.failed()
            + " wrong");
      }
    }
    return report;
  }
}
