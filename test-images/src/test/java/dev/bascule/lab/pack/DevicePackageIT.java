package dev.bascule.lab.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.lab.CacheDirectory;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.Needs;
import dev.bascule.lab.Progress;
import dev.bascule.lab.device.Device;
import dev.bascule.lab.device.Training;
import dev.bascule.lab.device.Workshop;
import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.Outcome;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The package of this build, judged by dpkg, by systemd and by running what is in it. */
final class DevicePackageIT {

  private static final int LEVEL = 1;
  private static final Tool DPKG_DEB = new Tool("dpkg-deb", "dpkg");
  private static final Tool ANALYZE = new Tool("systemd-analyze", "systemd");

  private static Checkout checkout;
  private static DevicePackage made;

  @TempDir
  @SuppressWarnings("NullAway.Init") // made before each test
  private Path directory;

  @BeforeAll
  static void make() throws IOException {
    checkout = Checkout.find();
    made = DevicePackage.kept(checkout, cache(), Progress.to(System.err));
  }

  @Test
  void allButTheCacheOfTheStartIsTheSameEveryTime() throws IOException {
    DevicePackage first = assemble("first");
    DevicePackage second = assemble("second");

    assertThat(first.writeTar(Files.createDirectory(directory.resolve("1")), LEVEL))
        .hasSameBinaryContentAs(
            second.writeTar(Files.createDirectory(directory.resolve("2")), LEVEL));
    assertThat(first.writeDebianPackage(directory.resolve("1"), LEVEL))
        .hasSameBinaryContentAs(second.writeDebianPackage(directory.resolve("2"), LEVEL));
  }

  @Test
  void dpkgUnpacksWhatTheTreeHas() throws IOException {
    Needs.tools(DPKG_DEB);
    Path deb = made.writeDebianPackage(directory, LEVEL);
    Path place = directory.resolve("unpacked");

    DPKG_DEB.command("--extract", deb.toString(), place.toString()).run();

    new Tool("diff", "diffutils")
        .command("--recursive", "--no-dereference", made.tree().toString(), place.toString())
        .run();
    assertThat(DPKG_DEB.command("--info", deb.toString()).run().output())
        .contains("Package: bascule\n", "Architecture: amd64\n", "postinst");
    assertThat(DPKG_DEB.command("--field", deb.toString(), "Version").run().output().strip())
        .isEqualTo(made.version().replace('-', '~'));
  }

  @Test
  void tarUnpacksToTheSameTree() throws IOException {
    Needs.tools(Tool.of("tar"), Tool.of("zstd"));
    Path tar = made.writeTar(directory, LEVEL);
    Path place = Files.createDirectory(directory.resolve("unpacked"));

    Tool.of("tar").command("--zstd", "-xf", tar.toString(), "-C", place.toString()).run();

    new Tool("diff", "diffutils")
        .command("--recursive", "--no-dereference", made.tree().toString(), place.toString())
        .run();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bascule", "bascule-bootctl"})
  void programsRunWithTheirCache(String name) throws IOException {
    Outcome outcome = Command.of(List.of(made.program(name).toString(), "--help"))
        .with("JDK_JAVA_OPTIONS", "-XX:AOTMode=on") // else a cache that does not fit is passed over
        .attempt();

    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    assertThat(outcome.output()).contains("Usage: " + name);
  }

  /** TLS with elliptic curves, the journal, JNA, zstd: what a runtime with too few modules would not have. */
  @Test
  void packagedProgramInstallsOverTls() throws IOException, GeneralSecurityException {
    Needs.tools(Tool.of("openssl"));
    Workshop workshop = Training.workshop(directory, checkout.basculeImage());
    workshop.publish(Training.RELEASE);
    Device device = Training.device(workshop, directory, checkout.bascule());
    try (TlsServer server = TlsServer.start(workshop.repository(), directory)) {
      Files.copy(server.certificate(), device.root().resolve("etc/authority.pem"));
      device.configure("source", "[source]\nurl = \"%s\"\nca = \"/etc/authority.pem\"\n"
          .formatted(server.url()));

      Outcome update = Command.of(List.of(made.program("bascule").toString(), "update", "--json",
          "--root", device.root().toString())).attempt();
      assertThat(update.exitCode()).as("%s", update).isZero();
      assertThat(update.output()).contains("\"version\"", Workshop.version(Training.RELEASE));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bascule-update.service", "bascule-scrub.service", "bascule-bus.service"})
  void updaterIsSandboxed(String unit) throws IOException {
    Needs.tools(ANALYZE);
    Path file = made.tree().resolve("usr/lib/systemd/system").resolve(unit);

    Outcome verdict = ANALYZE
        .command("security", "--offline=true", "--threshold=20", "--no-pager", file.toString())
        .attempt();

    assertThat(verdict.exitCode()).as("exposure of at most 2.0: %s", verdict.output()).isZero();
    assertThat(Files.readString(file)).doesNotContain("\nMemoryDenyWriteExecute");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bascule-update.service", "bascule-confirm.service", "bascule-bus.service",
          "bascule-migrate.service"})
  void unitsThatRunOtherPeoplesProgramsBoundTheirMemory(String unit) throws IOException {
    assertThat(Files.readAllLines(made.tree().resolve("usr/lib/systemd/system").resolve(unit)))
        .anyMatch(line -> line.startsWith("MemoryMax="))
        .contains("OOMPolicy=continue");
  }

  private DevicePackage assemble(String name) throws IOException {
    return DevicePackage.assemble(checkout, cache(), directory.resolve(name), _ -> {});
  }

  private static Path cache() {
    return CacheDirectory.in(System.getenv());
  }
}
