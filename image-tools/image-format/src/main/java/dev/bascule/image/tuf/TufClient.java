package dev.bascule.image.tuf;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A client of a TUF repository: says which files the keys' holders stand for, and takes nobody else's word.
 * The workflow is section 5 of the specification, step by step: {@link #refresh}, then {@link #find}, then
 * {@link #fetch} or {@link Repository#openTarget}.
 *
 * <p>Not for use by several threads at once.
 */
public final class TufClient {

  private final TrustedStore store;
  private final Repository repository;
  private final byte[] trustAnchor;
  private final ReferenceTime time;
  private final Limits limits;
  private @Nullable TargetSearch search;
  private @Nullable MetadataLoader cycle;

  /**
   * A client that trusts what follows from one root.
   *
   * @param trustAnchor root metadata that came with the image; newer roots are taken only if a chain of
   *     signatures leads from this one to them
   */
  public TufClient(
      TrustedStore store,
      Repository repository,
      byte[] trustAnchor,
      ReferenceTime time,
      Limits limits) {
    this.store = store;
    this.repository = repository;
    this.trustAnchor = trustAnchor.clone();
    this.time = time;
    this.limits = limits;
  }

  /**
   * Brings the top-level metadata up to date. Each role is stored once it is verified, so that a cycle that
   * fails later, or is cut off, has not gone back.
   *
   * @throws TufException if the repository cannot be reached or not be trusted; see its subclasses
   * @throws IOException if the store cannot be read or written
   */
  public Refresh refresh() throws IOException {
    return refresh(Expiry.ENFORCED);
  }

  /**
   * Brings the top-level metadata up to date, and says what becomes of metadata that is expired.
   *
   * <p>Where the repository's server says that the timestamp is the one that is held, and all that is held is in force,
   * nothing more is asked, nor is a newer root looked for, within a day of the last whole cycle: whoever keeps a root back can
   * do so in the specification's order as well, until the timestamp expires.
   */
  public Refresh refresh(Expiry expiry) throws IOException {
    search = null;
    cycle = null;
    RootChain chain = new RootChain(store, limits);
    Root held = chain.load(trustAnchor);
    TimestampPoll poll = new TimestampPoll(store, repository, limits,
        time.now(Stream.empty()));
    if (poll.unchanged()) {
      try {
        return update(held, held, poll, Expiry.ENFORCED);
      } catch (TufException e) {
        // Expired, for instance. The whole cycle mends it, or says what is wrong.
        poll.forget();
      }
    }
    Root root = chain.update(held, repository);
    if (root.version() != held.version()) {
      poll.forget();
    }
    Refresh refresh = update(held, root, poll, expiry);
    poll.keep();
    return refresh;
  }

  private Refresh update(Root held, Root root, TimestampPoll poll, Expiry expiry)
      throws IOException {
    Held baseline = Held.read(root, store, limits);
    MetadataLoader loader = new MetadataLoader(store, repository, limits, expiry,
        root.consistentSnapshot(), time.now(baseline.times()));
    cycle = loader;
    loader.requireFresh("root", root);
    TopLevel top = TopLevel.update(baseline, poll, loader);
    search = new TargetSearch(top, loader, limits);
    boolean changed = loader.changed() || root.version() != held.version();
    return new Refresh(top.roles(), changed, loader.now());
  }

  /**
   * Finds who speaks for a target. Fetches the metadata of delegated roles as far as it must.
   *
   * @return empty if no role that may speak for the path lists it
   * @throws TufException if a role that has to be asked cannot be reached or not be trusted
   * @throws IllegalStateException before a {@link #refresh} has succeeded
   */
  public Optional<Target> find(String path) throws IOException {
    if (search == null) {
      throw new IllegalStateException("refresh first: targets are found in fresh metadata only");
    }
    return search.find(path);
  }

  /**
   * The roles whose expired metadata was taken since the last {@link #refresh(Expiry)} with {@link Expiry#OVERRIDDEN},
   * those that {@link #find} needed among them.
   */
  public List<TrustedRole> overridden() {
    return cycle == null ? List.of() : cycle.overridden();
  }

  /**
   * Fetches a target that fits into memory, verified.
   *
   * @throws MismatchException if it is longer than {@link Limits#target}, or not what metadata says
   */
  public byte[] fetch(Target target) throws TufException {
    if (target.length() > limits.target()) {
      throw new MismatchException(target.path(), "length", "at most " + limits.target() + " bytes",
          target.length());
    }
    byte[] content = repository.readTarget(target)
        .orElseThrow(
            () -> UnreachableException.missing(target.path(), repository.targets().name()));
    target.require(content);
    return content;
  }

  /**
   * What this device trusts at the moment, root first, without asking the repository and whether expired
   * or not. A role is absent if the store has nothing of it that verifies.
   */
  public List<TrustedRole> trusted() throws IOException {
    Root root = new RootChain(store, limits).load(trustAnchor);
    return Held.read(root, store, limits).roles();
  }
}
