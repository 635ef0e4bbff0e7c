package dev.bascule.lab.debian;

import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Debian's archive as this machine's own apt reaches it: no address is written down here.
 *
 * @param main the archive of releases
 * @param security the archive of security updates
 */
record Archive(String main, String security) {

  private static final Tool APT_GET = new Tool("apt-get", "apt");

  /**
   * Reads apt's sources.
   *
   * @throws IOException if they name no archive of Debian, or none of its security updates
   */
  static Archive readSources() throws IOException {
    List<String> targets = APT_GET
        .command("indextargets", "--format", "$(ORIGIN)\t$(LABEL)\t$(REPO_URI)", "Origin: Debian")
        .run()
        .output()
        .lines()
        .toList();
    return of(targets);
  }

  /**
   * Picks the two archives among apt's index targets.
   *
   * @param targets origin, label and address of each, separated by tabs
   */
  static Archive of(List<String> targets) throws IOException {
    return new Archive(
        first(targets, "Debian\tDebian\t"),
        first(targets, "Debian\tDebian-Security\t"));
  }

  /** The sources of an edition, one line of apt's each. */
  List<String> sources(Edition edition) {
    return edition.suites().stream().flatMap(this::source).toList();
  }

  private Stream<String> source(String suite) {
    return Stream
        .of("deb %s %s main".formatted(suite.endsWith("-security") ? security : main, suite));
  }

  private static String first(List<String> targets, String prefix) throws IOException {
    return targets.stream()
        .filter(target -> target.startsWith(prefix))
        .map(target -> target.substring(prefix.length()))
        .findFirst()
        .orElseThrow(
            () -> new IOException(
                "apt's sources: expected an index with origin and label '%s', found %s; add Debian's archive to apt's sources and run apt-get update"
                    .formatted(prefix.replace('\t', ' ').strip(), targets)));
  }
}
