package dev.bascule.bootctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The real RAUC on a bus of its own, with slot A running: another program's opinion of what we wrote. */
public final class Rauc implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final Path directory;
  private final Map<String, String> environment;
  private final List<Process> processes = new ArrayList<>();

  private Rauc(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  /**
   * Starts a bus and the service.
   *
   * @param bootloader lines of the configuration's system section
   * @param environment more variables for the service
   */
  public static Rauc start(Path parent, String bootloader, Map<String, String> environment)
      throws IOException, InterruptedException {
    ExternalTool.require("rauc");
    var directory = Files.createDirectories(parent.resolve("rauc"));
    for (String file : List.of("a.img", "b.img")) {
      Files.write(directory.resolve(file), new byte[4096]);
    }
    ExternalTool.require("openssl")
        .run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout",
            directory.resolve("key.pem"), "-out", directory.resolve("cert.pem"), "-subj",
            "/CN=test");
    Files.createDirectories(directory.resolve("data"));
    Files.writeString(directory.resolve("system.conf"), """
      [system]
      compatible=test
      %s
      mountprefix=%2$s/mnt
      data-directory=%2$s/data
      bundle-formats=plain
      [keyring]
      path=%2$s/cert.pem
      [slot.rootfs.0]
      device=%2$s/a.img
      type=raw
      bootname=A
      [slot.rootfs.1]
      device=%2$s/b.img
      type=raw
      bootname=B
      """.formatted(bootloader, directory));
    Files.writeString(directory.resolve("bus.conf"),
        """
          <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
            "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
          <busconfig><type>session</type><listen>unix:path=%s/bus</listen><auth>EXTERNAL</auth>
          <policy context="default"><allow user="*"/><allow own="*"/><allow send_type="method_call"/>
          <allow send_destination="*"/><allow receive_sender="*"/></policy></busconfig>
          """
            .formatted(directory));
    var rauc = new Rauc(directory, environment);
    try {
      rauc.spawn("bus.log", ExternalTool.require("dbus-daemon"), "--nofork", "--nopidfile",
          "--config-file=" + directory.resolve("bus.conf"));
      rauc.await(() -> Files.exists(directory.resolve("bus")));
      rauc.spawn("service.log", ExternalTool.require("rauc"), rauc.config(), "service",
          "--override-boot-slot=A");
      rauc.await(() -> rauc.attempt("status").code() == 0);
      return rauc;
    } catch (Throwable e) {
      rauc.close();
      throw e;
    }
  }

  /** What RAUC calls the slot with a bootname: {@code good} or {@code bad}. */
  public String status(String bootname) throws IOException, InterruptedException {
    return slots().filter(slot -> slot.path("bootname").asText().equals(bootname))
        .map(slot -> slot.path("boot_status").asText())
        .findFirst()
        .orElseThrow();
  }

  /** The bootname of what RAUC takes for the primary slot; empty if it finds none. */
  public String primary() throws IOException, InterruptedException {
    String name = json().path("boot_primary").asText("");
    return name.isEmpty() ? ""
        : json().path("slots")
            .valueStream()
            .filter(slot -> slot.has(name))
            .map(slot -> slot.get(name).path("bootname").asText())
            .findFirst()
            .orElse("");
  }

  /** {@code rauc status mark-good}, {@code mark-bad}, {@code mark-active}. */
  public void mark(String how, String slot) throws IOException, InterruptedException {
    var result = attempt("status", how, slot);
    assertThat(result.code()).as(result.output() + log()).isZero();
  }

  private Stream<JsonNode> slots() throws IOException, InterruptedException {
    return StreamSupport.stream(json().path("slots").spliterator(), false)
        .flatMap(JsonNode::valueStream);
  }

  private JsonNode json() throws IOException, InterruptedException {
    var result = attempt("status", "--output-format=json");
    assertThat(result.code()).as(result.output() + log()).isZero();
    String line = result.output()
        .lines()
        .filter(each -> each.startsWith("{"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(result.output()));
    return new ObjectMapper().readTree(line);
  }

  private String config() {
    return "--conf=" + directory.resolve("system.conf");
  }

  private String log() throws IOException {
    return "\n" + Files.readString(directory.resolve("service.log"));
  }

  private ExternalTool.Result attempt(String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("rauc", config()));
    command.addAll(List.of(arguments));
    var process = prepare(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new ExternalTool.Result(process.waitFor(), output);
  }

  private void spawn(String log, ExternalTool tool, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(tool.program().toString()));
    command.addAll(List.of(arguments));
    processes.add(prepare(command).redirectErrorStream(true)
        .redirectOutput(directory.resolve(log).toFile())
        .start());
  }

  private ProcessBuilder prepare(List<String> command) {
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.environment()
        .put("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=" + directory.resolve("bus"));
    return builder;
  }

  private void await(Condition condition) throws IOException, InterruptedException {
    for (int i = 0; i < PATIENCE_SECONDS * 50; i++) {
      if (condition.holds()) {
        return;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("RAUC or its bus did not come up in " + directory);
  }

  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  @Override
  public void close() {
    for (var process : processes.reversed()) {
      process.destroy();
      process.onExit().completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
      process.destroyForcibly();
    }
  }
}
