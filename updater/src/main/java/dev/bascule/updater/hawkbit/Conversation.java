package dev.bascule.updater.hawkbit;

import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import dev.bascule.updater.hawkbit.Deployment.Handling;
import dev.bascule.updater.journal.Ledger;
import dev.bascule.updater.source.HttpStatusException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One poll and what belongs to it: what ended is closed, what is new is taken up, what is cancelled is given up. The action is
 * kept before anything is done about it, so that it is closed after a restart or a power cut too.
 */
public final class Conversation {

  private static final String NONE = "";
  private static final String DIFFERENCE = "bascule_not_running";
  /** The server keeps no longer ones, and has told none itself. */
  private static final int LONGEST_ATTRIBUTE = 128;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;
  private static final int TOO_MANY = 429;

  private final HawkbitClient client;
  private final String module;
  private final Path state;
  private final Path run;
  private final InstantSource clock;
  private Memory memory;

  /**
   * What the device is at this moment.
   *
   * @param running the version that runs, or null where that is not known
   * @param trial whether what runs is not confirmed
   * @param facts what the server is told about the device
   */
  public record Standing(Ledger ledger, @Nullable Version running, boolean trial,
      SortedMap<String, String> facts) {}

  /** Takes back what the device was about to do; says why it cannot, if so. */
  public interface Canceller {
    /** Takes back. */
    Optional<String> cancel() throws IOException;
  }

  /**
   * How far the device may go.
   *
   * @param words why not further
   */
  public record Orders(boolean install, boolean activate, String words) {

    private static Orders none(String words) {
      return new Orders(false, false, words);
    }
  }

  /**
   * A conversation.
   *
   * @param module the software module whose version is the image's
   * @param state where the action is kept
   * @param run where it is kept until when the server asks to be left alone
   */
  public Conversation(HawkbitClient client, String module, Path state, Path run,
      InstantSource clock) throws IOException {
    this.client = client;
    this.module = module;
    this.state = state;
    this.run = run;
    this.clock = clock;
    this.memory = Memory.read(state);
  }

  /** Asks, and says what may be done now. */
  public Orders ask(Standing now, Canceller canceller) throws IOException {
    String closed = closeWhatEnded(now);
    Poll poll = client.poll();
    new PollTime(clock.instant().truncatedTo(ChronoUnit.SECONDS), poll.sleep()).write(run);
    describe(now, poll);
    URI cancel = poll.cancel();
    if (cancel != null) {
      return cancel(client.cancelled(cancel), canceller);
    }
    URI confirmation = poll.confirmation();
    if (confirmation != null) {
      return confirm(client.deployment(confirmation));
    }
    URI deployment = poll.deployment();
    if (deployment == null) {
      if (memory.errand() != null) {
        keep(memory.with(null));
      }
      return Orders.none("hawkBit has assigned nothing");
    }
    return takeUp(client.deployment(deployment), now, closed);
  }

  /** Says how far the device has come with the action, unless that was said last. */
  public void tell(String words) throws IOException {
    Errand errand = memory.errand();
    if (errand != null && !errand.told().equals(words)) {
      try {
        client.tell(errand.action(), Feedback.proceeding(words));
      } catch (HttpStatusException e) {
        if (e.status() != FORBIDDEN && e.status() != TOO_MANY && !forgotten(e)) {
          throw e;
        }
        // It has heard enough of the action, or does not know it any more: no reason to stop here.
      }
      keep(memory.with(errand.telling(words)));
    }
  }

  /** The device does not take the version. That ends the action, once the server knows. */
  public void refuse(String why, Standing now) throws IOException {
    Errand errand = memory.errand();
    if (errand != null) {
      close(errand, Feedback.closed(false, List.of(errand.versions(now.running()), why)));
    }
  }

  private String closeWhatEnded(Standing now) throws IOException {
    Errand errand = memory.errand();
    if (errand == null) {
      return NONE;
    }
    Optional<Feedback> ending = errand.ending(now.ledger(), now.running(), now.trial());
    if (ending.isEmpty()) {
      return NONE;
    }
    close(errand, ending.get());
    return errand.action();
  }

  /** The server knows first: a cut before the action is forgotten here tells it once more. */
  private void close(Errand errand, Feedback feedback) throws IOException {
    try {
      client.tell(errand.action(), feedback);
    } catch (HttpStatusException e) {
      if (!forgotten(e)) {
        throw e;
      }
    }
    keep(memory.with(null));
  }

  /** Whether the server does not wait for the action any more: somebody ended it there. */
  private static boolean forgotten(HttpStatusException answer) {
    return answer.status() == NOT_FOUND || answer.status() == GONE;
  }

  private Orders takeUp(Deployment deployment, Standing now, String closed) throws IOException {
    if (deployment.action().equals(closed)) {
      return Orders.none("action " + closed + " is closed");
    }
    Errand errand = memory.errand();
    if (errand == null || !errand.action().equals(deployment.action())) {
      List<String> wrong = new ArrayList<>();
      Version version = version(deployment, wrong);
      if (version == null) {
        client.tell(deployment.action(), Feedback.closed(false, wrong));
        return Orders.none("action " + deployment.action() + " is refused: " + wrong);
      }
      errand = Errand.begin(deployment.action(), version, Objects.toString(now.running(), ""),
          now.ledger());
      keep(memory.with(errand));
      Optional<Feedback> ended = errand.ending(now.ledger(), now.running(), now.trial());
      if (ended.isPresent()) {
        closeWhatEnded(now);
        return Orders.none(version + " runs already");
      }
    }
    if (now.trial()) {
      return Orders.none("what runs is on trial");
    }
    boolean install = deployment.download() != Handling.SKIP;
    boolean activate = install && deployment.update() != Handling.SKIP;
    return new Orders(install, activate, "hawkBit says to wait with the "
        + (install ? "update" : "download"));
  }

  private @Nullable Version version(Deployment deployment, List<String> wrong) {
    Optional<String> named = deployment.version(module);
    if (named.isEmpty()) {
      wrong.add("expected one software module named " + module + ", found "
          + deployment.chunks());
      return null;
    }
    try {
      return Version.parse(named.get());
    } catch (IllegalArgumentException e) {
      wrong.add("software module " + module + ": " + e.getMessage());
      return null;
    }
  }

  private Orders confirm(Deployment asked) throws IOException {
    List<String> wrong = new ArrayList<>();
    Version version = version(asked, wrong);
    String words = version == null
        ? wrong.getFirst()
        : "the device decides by its own repository whether it takes " + version;
    client.confirm(asked.action(), version != null, words);
    return Orders.none("action " + asked.action() + ": " + words);
  }

  private Orders cancel(String action, Canceller canceller) throws IOException {
    Errand errand = memory.errand();
    if (errand == null || !errand.action().equals(action)) {
      client.tellCancelled(action, Feedback.closed(true, List.of("not begun")));
      return Orders.none("action " + action + " is cancelled");
    }
    Optional<String> why = canceller.cancel();
    if (why.isPresent()) {
      client.tellCancelled(action, Feedback.rejected(why.get()));
      return Orders.none("action " + action + " is not cancelled: " + why.get());
    }
    client.tellCancelled(action, Feedback.closed(true, List.of("taken back")));
    keep(memory.with(null));
    return Orders.none("action " + action + " is cancelled");
  }

  /** Facts are told when they change, or when the server asks; what it has as installed is read only then. */
  private void describe(Standing now, Poll poll) throws IOException {
    SortedMap<String, String> facts = now.facts();
    String digest =
        Sha256.digest(facts.toString().getBytes(StandardCharsets.UTF_8)).toString();
    if (poll.attributes() == null && digest.equals(memory.described())) {
      return;
    }
    SortedMap<String, String> told = new TreeMap<>(facts);
    String difference = difference(now, poll);
    if (!difference.isEmpty()) {
      told.put(DIFFERENCE, difference);
    }
    client.describe(told);
    keep(memory.describing(digest));
  }

  /** What the server has as installed, where something else runs: after a rollback or an install by hand, say. */
  private String difference(Standing now, Poll poll) throws IOException {
    URI link = poll.installed();
    if (link == null || now.trial()) {
      return NONE;
    }
    String installed;
    try {
      installed = client.deployment(link)
          .version(module)
          .filter(version -> version.length() <= LONGEST_ATTRIBUTE)
          .orElse(NONE);
    } catch (HttpStatusException e) {
      if (!forgotten(e)) {
        throw e;
      }
      return NONE;
    }
    String runs = Objects.toString(now.running(), "unknown");
    return installed.isEmpty() || installed.equals(runs) ? NONE : installed;
  }

  /** A cut leaves what was kept before. */
  private void keep(Memory now) throws IOException {
    now.write(state);
    memory = now;
  }
}
