package dev.bascule.lab.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar was built as. */
final class BuildVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[]{"lab " + text()};
  }

  /** The version alone. */
  static String text() {
    String version = BuildVersion.class.getPackage().getImplementationVersion();
    return version == null ? "(not from a jar)" : version;
  }
}
