package dev.bascule.updater.update;

import dev.bascule.bootctl.Change;

/** What became of a verb. What failed for reasons outside this program is an exception instead. */
public sealed interface Result {

  /**
   * It was done, or already was so.
   *
   * @param changed whether anything was written
   * @param rebootNeeded whether it takes a restart to come into effect
   */
  record Done(String summary, boolean changed, boolean rebootNeeded) implements Result {}

  /**
   * It would break a rule; nothing was changed.
   *
   * @param reason a word for scripts, stable
   * @param remedy what a person can do next, one sentence
   */
  record Refused(String reason, String explanation, String remedy) implements Result {}

  /**
   * The running system failed its checks.
   *
   * @param fallsBack whether the slot was given up; if not, there is nothing to fall back to
   */
  record Unhealthy(String explanation, boolean fallsBack) implements Result {}

  /**
   * A slot does not hold what was signed.
   *
   * @param remedy what a person can do next, one sentence
   */
  record Damaged(String explanation, String remedy) implements Result {}

  static Done changed(String summary) {
    return new Done(summary, true, false);
  }

  static Done alreadySo(String summary) {
    return new Done(summary, false, false);
  }

  /** What the boot control refused, with the way out. */
  static Refused refused(Change.Refused refused) {
    return new Refused(Refusal.of(refused.reason()).word(), refused.explanation(),
        Refusal.of(refused.reason()).remedy());
  }

  static Refused refused(Refusal refusal, String explanation) {
    return new Refused(refusal.word(), explanation, refusal.remedy());
  }
}
