package dev.bascule.publisher.fleet;

import org.jspecify.annotations.Nullable;

/**
 * Something about a change that its author may not have meant.
 *
 * @param channel whose devices, or null if all of the model's
 * @param message what would happen, and what to do instead
 */
public record Danger(Kind kind, String model, @Nullable String channel, String message) {

  /** What sort of danger. */
  public enum Kind {
    /** A version goes to all of a channel's devices, and no rollout has tried it on a few. */
    EVERYBODY("everybody-at-once"),
    /** The first wave reaches too many. */
    FIRST_WAVE("first-wave"),
    /** Many devices' turns would come at once. */
    JUMP("rollout-jumps"),
    /** A channel offers less than before, and devices that have more stay. */
    ROLLBACK("rollback-without-recall"),
    /** A version that was withdrawn no longer is. */
    NOT_WITHDRAWN("no-longer-withdrawn"),
    /** A channel's devices would find nothing. */
    CHANNEL_VANISHES("channel-vanishes"),
    /** None of the model's devices would find anything. */
    MODEL_VANISHES("model-vanishes");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The name for scripts. */
    @Override
    public String toString() {
      return label;
    }
  }

  /** For people. */
  @Override
  public String toString() {
    return model + (channel == null ? "" : " " + channel) + ": " + message;
  }
}
