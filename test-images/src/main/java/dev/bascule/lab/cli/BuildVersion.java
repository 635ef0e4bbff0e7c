package dev.bascule.lab.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar was built as. */
final class BuildVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = BuildVersion.class.getPackage().getImplementationVersion();
    return new String[]{"lab " + (version == null ? "(not from a jar)" : version)};
  }
}
