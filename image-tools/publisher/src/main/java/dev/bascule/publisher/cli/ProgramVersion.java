package dev.bascule.publisher.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest says. */
final class ProgramVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Main.class.getPackage().getImplementationVersion();
    return new String[]{"bascule-image " + (version == null ? "(not from a jar)" : version)};
  }
}
