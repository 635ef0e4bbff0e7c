package dev.bascule.lab.hawkbit;

import dev.bascule.bootctl.Slot;
import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import dev.bascule.updater.config.HawkbitSettings;
import dev.bascule.updater.config.HawkbitSettings.Credential;
import dev.bascule.updater.hawkbit.Conversation;
import dev.bascule.updater.hawkbit.Conversation.Standing;
import dev.bascule.updater.hawkbit.Errand;
import dev.bascule.updater.hawkbit.HawkbitClient;
import dev.bascule.updater.hawkbit.Memory;
import dev.bascule.updater.journal.Entry;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.FallBackReason;
import dev.bascule.updater.journal.ImageRef;
import dev.bascule.updater.journal.Ledger;
import dev.bascule.updater.source.WebClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A device without disks: what speaks to hawkBit is the device's own code, what installs and boots is made up. */
final class SimulatedTarget {

  private final Conversation conversation;
  private final Path directory;
  private final List<Entry> entries = new ArrayList<>();
  private Version running;

  SimulatedTarget(URI server, String name, String model, Version running, Path directory,
      WebClient web) throws IOException {
    this.directory = directory;
    this.running = running;
    HawkbitSettings settings = new HawkbitSettings(server, HawkbitServer.TENANT, name,
        Credential.GATEWAY, directory.resolve("token"), model);
    this.conversation = new Conversation(
        new HawkbitClient(settings, HawkbitServer.GATEWAY_TOKEN, web, InstantSource.system()),
        model, directory, directory, InstantSource.system());
  }

  Version running() {
    return running;
  }

  /**
   * Polls; installs, boots and is confirmed or falls back if that is what it comes to. The next look tells the server.
   *
   * @return whether something was installed
   */
  boolean look(String model, Predicate<Version> healthy) throws IOException {
    Standing standing = new Standing(Ledger.of(entries), running, false,
        new TreeMap<>(Map.of("bascule_model", model, "bascule_version", running.toString())));
    if (!conversation.ask(standing, Optional::empty).install()) {
      return false;
    }
    Errand errand = Memory.read(directory).errand();
    if (errand == null) {
      throw new IOException(directory + ": orders without an action");
    }
    conversation.tell("activated");
    Version version = errand.version();
    ImageRef image = new ImageRef(version,
        Sha256.digest(version.toString().getBytes(StandardCharsets.UTF_8)), 1, 0);
    if (healthy.test(version)) {
      running = version;
      happened(new Event.Confirmed(Slot.B, image));
    } else {
      happened(new Event.FellBack(Slot.B, Slot.A, image, FallBackReason.FAILED_HEALTH,
          "10-network: exit 1"));
    }
    return true;
  }

  private void happened(Event event) {
    entries.add(new Entry(entries.size() + 1L, Instant.now(), "boot", event));
  }
}
