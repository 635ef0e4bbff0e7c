package dev.bascule.lab.machine;

import java.io.IOException;

/** A machine did not do what was expected in time; the message ends with what its console showed last. */
public final class MachineException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String problem;

  MachineException(String problem, String consoleTail) {
    super(problem + "\n--- the console's end\n" + consoleTail);
    this.problem = problem;
  }

  /** What was expected and found, without the console. */
  public String problem() {
    return problem;
  }
}
