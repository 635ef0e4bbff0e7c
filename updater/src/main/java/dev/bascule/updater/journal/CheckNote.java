package dev.bascule.updater.journal;

/**
 * What one health check said.
 *
 * @param name the check's file name
 * @param outcome {@code passed}, {@code exit 1}, {@code timed out after 60s}, …
 * @param output the end of what it printed
 */
public record CheckNote(String name, String outcome, String output) {

  public CheckNote {
    name = Prose.of(name, 128);
    outcome = Prose.of(outcome, 128);
    output = Prose.of(output, 512);
  }

  @Override
  public String toString() {
    return name + ": " + outcome + (output.isBlank() ? "" : " (" + output.strip() + ")");
  }
}
