package dev.bascule.updater.update;

import dev.bascule.updater.check.Check;
import dev.bascule.updater.check.Selection;
import dev.bascule.updater.check.Situation;
import java.io.IOException;

/** Check, install, activate: what the daemon does by itself, and a person with {@code bascule update}. */
public final class Update {

  private final Check check;
  private final ImageInstall install;
  private final Activation activation;

  public Update(Check check, ImageInstall install, Activation activation) {
    this.check = check;
    this.install = install;
    this.activation = activation;
  }

  /** What an update came to. */
  public sealed interface Outcome {

    /** There is nothing to take up. */
    record Nothing(Selection.Nothing selection) implements Outcome {}

    /** There was, and this became of it. */
    record Taken(Selection.Take selection, Result result) implements Outcome {}
  }

  /** Takes up what there is. An image that is installed already is only activated, and one that is activated is left. */
  public Outcome run(Situation situation) throws IOException {
    return switch (check.select(situation)) {
      case Selection.Nothing nothing -> new Outcome.Nothing(nothing);
      case Selection.Take take -> new Outcome.Taken(take, take(take));
    };
  }

  private Result take(Selection.Take take) throws IOException {
    Result installed = install.install(take);
    return installed instanceof Result.Done ? activation.activate() : installed;
  }
}
