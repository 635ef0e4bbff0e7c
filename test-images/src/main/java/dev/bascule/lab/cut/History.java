package dev.bascule.lab.cut;

import java.util.ArrayList;
import java.util.List;

/**
 * Media, and all that was asked of them since.
 *
 * @param before nothing of it is open
 */
public record History(Snapshot before, List<Act> acts) {

  public History {
    acts = List.copyOf(acts);
  }

  /** This one and what came after it. */
  public History then(List<Act> more) {
    List<Act> all = new ArrayList<>(acts);
    all.addAll(more);
    return new History(before, all);
  }

  /** The media if every act reached them. */
  public Medium end() {
    Stage stage = new Stage(before);
    acts.forEach(stage::take);
    return stage.nothingLost();
  }

  /** The same, its own. */
  public Snapshot after() {
    return end().snapshot();
  }
}
