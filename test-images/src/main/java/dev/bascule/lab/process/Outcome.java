package dev.bascule.lab.process;

/**
 * How a program ended.
 *
 * @param exitCode 128 and the signal's number where a signal ended it
 * @param output what it wrote to its standard output
 * @param errors the end of what it wrote to its standard error
 */
public record Outcome(int exitCode, String output, String errors) {

  /** Whether the program says that all went well. */
  public boolean succeeded() {
    return exitCode == 0;
  }
}
