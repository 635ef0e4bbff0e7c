package dev.bascule.bootctl.gpt;

import java.util.List;
import java.util.OptionalInt;

/**
 * How a loader picks among the candidates' attributes, and what it leaves behind for the one that it
 * tries. Two families exist; what we write must be right for both.
 */
public enum PriorityRule {
  /** GRUB's {@code gptprio} (Bottlerocket, Flatcar, EVE): a try is used up even by a confirmed slot. */
  GPTPRIO {
    @Override
    public GptAttributes afterTry(GptAttributes tried) {
      return tried.tries() > 0 ? tried.with(tried.priority(), tried.tries() - 1, tried.successful())
          : tried;
    }
  },
  /** ChromeOS (vboot, depthcharge): a confirmed slot does not count, and the last try clears the priority. */
  CHROMEOS {
    @Override
    public GptAttributes afterTry(GptAttributes tried) {
      if (tried.successful()) {
        return tried;
      }
      return tried.tries() > 1 ? tried.with(tried.priority(), tried.tries() - 1, false)
          : tried.with(0, 0, false);
    }
  };

  /** What the loader writes for a slot before it boots it. */
  public abstract GptAttributes afterTry(GptAttributes tried);

  /**
   * The index of the candidate that the loader boots: of those with a priority above 0 and either
   * tries left or confirmed, the one of highest priority, the first among equals. Empty if there is none.
   */
  public static OptionalInt pick(List<GptAttributes> candidates) {
    int best = -1;
    for (int i = 0; i < candidates.size(); i++) {
      boolean higher = best < 0 || candidates.get(i).priority() > candidates.get(best).priority();
      if (candidates.get(i).bootable() && higher) {
        best = i;
      }
    }
    return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
  }
}
