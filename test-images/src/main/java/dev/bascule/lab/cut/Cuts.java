package dev.bascule.lab.cut;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Every moment of a history at which the power can be cut, and the media that the cut can leave.
 *
 * <p>All that was synced is there. Of what is open: everything, nothing, and every beginning in the order in which it
 * was asked for; each last write torn between its sectors, or within one; before each sync and each mark, and on both
 * sides of a variable's change, every subset of sectors and every beginning of names where that is at most
 * {@link Choice#ALL}, and where it is more each write alone, all but each, and a sample.
 *
 * @param seed decides the samples
 * @param samples how many where not every subset is taken
 * @param tears whether the medium can leave a sector of 512 bytes that is neither old nor new
 */
public record Cuts(History history, long seed, int samples, boolean tears) {

  /** So many samples are worth another place at which a sector is torn. */
  private static final int TEAR = 60;
  private static final int MOST_TEARS = 16;

  /** Looks at one medium. */
  @FunctionalInterface
  public interface Judge<E extends Exception> {

    /**
     * Looks.
     *
     * @param medium good until this returns
     */
    void look(Moment moment, Medium medium) throws E;
  }

  /**
   * When the power is cut.
   *
   * @param act how many acts were asked for
   * @param marks how often something was said before
   * @param mark the last that was said before
   * @param boundary whether it is next to a sync or a mark
   * @param number which medium of this history it is, from 0
   */
  public record Moment(int act, int marks, String mark, boolean boundary, int number) {

    @Override
    public String toString() {
      return "medium " + number + ", act " + act + " after \"" + mark + "\"";
    }
  }

  /**
   * Shows them all, each once between two marks.
   *
   * @return how many there were
   */
  public <E extends Exception> int forEach(Judge<E> judge) throws E {
    Walk<E> walk = new Walk<>(judge);
    int place = 0;
    for (Act act : history.acts()) {
      walk.take(place++, act);
    }
    walk.boundary(place);
    return walk.shown;
  }

  /** Shows the media at each mark if nothing is lost. */
  public <E extends Exception> void forEachMark(Judge<E> judge) throws E {
    Stage stage = new Stage(history.before());
    int place = 0;
    int marks = 0;
    for (Act act : history.acts()) {
      stage.take(act);
      place++;
      if (act instanceof Act.Mark(String text)) {
        marks++;
        judge.look(new Moment(place, marks, text, true, -1), stage.nothingLost());
      }
    }
  }

  /** One way through. */
  private final class Walk<E extends Exception> {

    private final Judge<E> judge;
    private final Stage stage = new Stage(history.before());
    private final Set<Print> seen = new HashSet<>();
    private String mark = "";
    private int marks;
    private int shown;

    Walk(Judge<E> judge) {
      this.judge = judge;
    }

    void take(int place, Act act) throws E {
      switch (act) {
        case Act.Mark(String text) -> {
          boundary(place);
          seen.clear();
          mark = text;
          marks++;
          boundary(place);
        }
        case Act.Sync _,Act.SyncOpening _,Act.SyncNames _ -> {
          boundary(place);
          stage.take(act);
        }
        case Act.Variable _ -> {
          boundary(place);
          stage.take(act);
          boundary(place + 1);
        }
        case Act.Write _,Act.Resize _,Act.Name _,Act.Unname _,Act.Move _ -> {
          int open = stage.open().size();
          stage.take(act);
          if (stage.open().size() > open) {
            show(place, new Choice(stage.open(), random(place))
                .ofLast(tears ? Math.clamp(samples / TEAR, 1, MOST_TEARS) : 0), false);
          }
        }
      }
    }

    void boundary(int place) throws E {
      show(place, new Choice(stage.open(), random(place)).ofAll(samples), true);
    }

    private void show(int place, List<Choice.Kept> choices, boolean boundary) throws E {
      for (Choice.Kept kept : choices) {
        Medium medium = stage.medium(kept.acts());
        Print print = Print.of(stage, kept.acts(), medium);
        if (seen.add(print)) {
          judge.look(new Moment(place, marks, mark, boundary, shown++), medium);
        }
      }
    }

    private Random random(int place) {
      return new Random(seed * 1_000_003 + place);
    }
  }
}
