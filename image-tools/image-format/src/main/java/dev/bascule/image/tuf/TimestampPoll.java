package dev.bascule.image.tuf;

import dev.bascule.image.Sha256;
import dev.bascule.image.tuf.Repository.OfferedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The timestamp's file as the repository offers it in one cycle. An origin that gives tags is asked first of all whether
 * the file is still the one that is held: most polls end with that answer, which has no body.
 *
 * <p>The tag is kept beside the file, with the digest of the content that it came with and the time of the whole cycle that
 * kept it. It is a hint: where it is torn, lost, or another origin's, the file is asked for whole. A day after that cycle the
 * next one is whole again: a new root need not come with a new timestamp.
 */
final class TimestampPoll {

  private static final String ROLE = MetadataKind.TIMESTAMP.toString();
  private static final String FILE = ROLE + ".json";
  private static final int MAX_TAG = 2_000;
  private static final Duration WHOLE_CYCLE_EVERY = Duration.ofDays(1);
  private static final Pattern KEPT = Pattern.compile("([0-9a-f]{64}) ([0-9]{1,12}) (.+)");

  private final TrustedStore store;
  private final Repository repository;
  private final int maxLength;
  private final Instant now;
  private byte @Nullable [] offered;
  private String tag = "";

  TimestampPoll(TrustedStore store, Repository repository, Limits limits, Instant now) {
    this.store = store;
    this.repository = repository;
    this.maxLength = limits.timestamp();
    this.now = now;
  }

  /** Whether the repository says that its file is the one that is held; asks nothing where no tag is. */
  boolean unchanged() throws IOException {
    Optional<byte[]> held = store.read(ROLE, maxLength);
    String known = held.isPresent() ? heldTag(held.get()) : "";
    if (known.isEmpty()) {
      return false;
    }
    OfferedFile answer = ask(known);
    boolean unchanged = answer.content() == null;
    offered = unchanged ? held.get() : answer.content();
    tag = answer.tag();
    return unchanged;
  }

  /** Has the file asked for whole. */
  void forget() {
    offered = null;
    tag = "";
  }

  /** The file, not verified. */
  byte[] file() throws TufException {
    byte[] file = offered;
    if (file == null) {
      OfferedFile answer = ask("");
      file = answer.content();
      if (file == null) {
        throw missing();
      }
      offered = file;
      tag = answer.tag();
    }
    return file;
  }

  /** Remembers the tag of the file, if that is the one that is held now, at the end of a whole cycle. */
  void keep() throws IOException {
    Optional<byte[]> held = store.read(ROLE, maxLength);
    if (!tag.isEmpty() && held.isPresent() && Arrays.equals(held.get(), offered)) {
      store.writeTag("%s %d %s".formatted(Sha256.digest(held.get()), now.getEpochSecond(), tag)
          .getBytes(StandardCharsets.UTF_8));
    }
  }

  private String heldTag(byte[] file) throws IOException {
    String kept = store.readTag(MAX_TAG)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElse("");
    Matcher matcher = KEPT.matcher(kept);
    boolean counts = matcher.matches()
        && matcher.group(1).equals(Sha256.digest(file).toString())
        && isRecent(Instant.ofEpochSecond(Long.parseLong(matcher.group(2))));
    return counts ? matcher.group(3) : "";
  }

  /** Not in the future either: a clock that was wrong then must not keep the next whole cycle away. */
  private boolean isRecent(Instant cycle) {
    return !cycle.isAfter(now) && cycle.plus(WHOLE_CYCLE_EVERY).isAfter(now);
  }

  private OfferedFile ask(String known) throws TufException {
    return repository.readMetadataUnless(ROLE, FILE, maxLength, known)
        .orElseThrow(this::missing);
  }

  private UnreachableException missing() {
    return UnreachableException.missing(ROLE, repository.metadata().name() + ", " + FILE);
  }
}
