package dev.bascule.bootctl.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest carries. */
final class BuildVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    var version = BuildVersion.class.getPackage().getImplementationVersion();
    return new String[]{"bascule-bootctl " + Objects.requireNonNullElse(version, "unpackaged")};
  }
}
