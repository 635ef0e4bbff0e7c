package dev.bascule.lab.bench;

import dev.bascule.lab.process.Background;
import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.PrivateBus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * RAUC as Debian ships it: its service on a bus of its own, asked by its command to install a bundle.
 * The service runs before the measurement begins and counts with what it uses in between.
 */
final class RaucContender implements Contender {

  private static final Duration START_LIMIT = Duration.ofSeconds(10);
  private static final Duration INSTALL_LIMIT = Duration.ofMinutes(5);

  private final RaucBundle bundle;
  private final TargetSlot slot;
  private final Path configuration;
  private final Path work;
  private final PrivateBus bus;
  private final Background service;

  private RaucContender(
      RaucBundle bundle,
      TargetSlot slot,
      Path configuration,
      Path work,
      PrivateBus bus,
      Background service) {
    this.bundle = bundle;
    this.slot = slot;
    this.configuration = configuration;
    this.work = work;
    this.bus = bus;
    this.service = service;
  }

  /**
   * Starts the service.
   *
   * @param target closed with this
   * @param booted stands for the slot that runs; RAUC never touches it
   */
  static RaucContender start(RaucBundle bundle, TargetSlot target, Path booted, Path work)
      throws IOException {
    try {
      Path configuration = work.resolve("system.conf");
      Path mounts = Files.createDirectories(work.resolve("mounts"));
      Path data = Files.createDirectories(work.resolve("data"));
      Files.writeString(
          configuration,
          configuration(bundle, target, booted, mounts, data),
          StandardCharsets.UTF_8);
      return serve(bundle, target, configuration, work);
    } catch (IOException e) {
      target.close();
      throw e;
    }
  }

  private static RaucContender serve(
      RaucBundle bundle,
      TargetSlot target,
      Path configuration,
      Path work) throws IOException {
    PrivateBus bus = PrivateBus.start(work);
    try {
      Background service = RaucBundle.RAUC
          .command("--conf=" + configuration, "service", "--override-boot-slot=A")
          .with("DBUS_SYSTEM_BUS_ADDRESS", bus.address())
          .start(work.resolve("service.log"));
      RaucContender rauc = new RaucContender(bundle, target, configuration, work, bus, service);
      service.awaitUntil(() -> rauc.command("status").attempt().succeeded(), START_LIMIT);
      return rauc;
    } catch (IOException e) {
      bus.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return "RAUC";
  }

  @Override
  public String description() {
    return "`rauc install` of a `plain` bundle by Debian's RAUC, its service already running";
  }

  @Override
  public TargetSlot slot() {
    return slot;
  }

  @Override
  public Path payload() {
    return bundle.file();
  }

  @Override
  public Measurement install() throws IOException {
    Path clientUsage = work.resolve("client");
    Command install = Usage
        .timed(command("install", bundle.file().toString()).within(INSTALL_LIMIT), clientUsage);
    Usage.resetPeak(service.pid());
    Usage before = Usage.readRunning(service.pid());
    long written = slot.readBytesWritten();
    long start = System.nanoTime();
    install.run();
    long end = System.nanoTime();
    Usage usage = Usage.readRunning(service.pid())
        .since(before)
        .plus(Usage.readTimed(clientUsage));
    return new Measurement(
        (end - start) / 1e9,
        usage.userSeconds(),
        usage.systemSeconds(),
        usage.peakBytes(),
        Files.size(bundle.file()),
        slot.writtenSince(written));
  }

  @Override
  public void close() throws IOException {
    try (slot; bus) {
      service.close();
    }
  }

  private Command command(String... words) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--conf=" + configuration));
    arguments.addAll(List.of(words));
    return RaucBundle.RAUC.command(arguments)
        .with("DBUS_SYSTEM_BUS_ADDRESS", bus.address());
  }

  private static String configuration(
      RaucBundle bundle,
      TargetSlot target,
      Path booted,
      Path mounts,
      Path data) {
    return """
      [system]
      compatible=%s
      bootloader=noop
      bundle-formats=plain
      mountprefix=%s
      data-directory=%s

      [keyring]
      path=%s

      [slot.rootfs.0]
      device=%s
      type=raw
      bootname=A

      [slot.rootfs.1]
      device=%s
      type=raw
      bootname=B
      """.formatted(
        RaucBundle.COMPATIBLE,
        mounts,
        data,
        bundle.certificate(),
        booted,
        target.device());
  }
}
