package dev.bascule.updater.progress;

/**
 * How far the work has come.
 *
 * @param verb what is being done: {@code install} for instance; empty if nothing is
 * @param phase {@code comparing}, {@code copying}, {@code writing} or {@code verifying}; empty before the first
 * @param role the volume
 * @param done bytes of the phase
 * @param total bytes of the phase, 0 where that is not known yet
 * @param rate bytes a second, over the last seconds; 0 where that is not known yet
 * @param secondsLeft of this phase at this rate; -1 where that is not known
 */
public record Progress(String verb, String phase, String role, long done, long total, long rate,
    long secondsLeft) {

  /** Nothing is going on. */
  public static final Progress NONE = new Progress("", "", "", 0, 0, 0, -1);

  /** A verb has begun, and nothing is known yet. */
  public static Progress begun(String verb) {
    return new Progress(verb, "", "", 0, 0, 0, -1);
  }

  /** Whether something is going on. */
  public boolean busy() {
    return !verb.isEmpty();
  }

  /** Of the phase, 0 to 100. */
  public int percent() {
    return total <= 0 ? 0 : (int) (done * 100 / total);
  }
}
