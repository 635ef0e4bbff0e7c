package dev.bascule.publisher.mirror;

import dev.bascule.image.tuf.Timestamp;
import dev.bascule.publisher.repository.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What makes a store equal to a repository, in the order in which it must be done. It touches nothing.
 *
 * <p>Whatever step is the last that is done, devices find the former edition whole or the new one whole: files with a version
 * or a digest in their names come first, then they are looked for, then the timestamp that names them is put.
 *
 * @param phases one after the other; the steps of one in any order, or at once
 * @param present how many files are there already
 */
record MirrorPlan(List<List<MirrorStep>> phases, int present) {

  private static final Pattern ROOT = Pattern.compile("metadata/([1-9][0-9]{0,17})\\.root\\.json");

  MirrorPlan {
    phases = phases.stream().filter(phase -> !phase.isEmpty()).map(List::copyOf).toList();
  }

  /**
   * Makes a plan.
   *
   * @param whole whether files are read that were put and checked earlier; otherwise their lengths are compared
   * @throws RefusedException if the store has another file of some name, or is ahead of the repository
   */
  static MirrorPlan of(LocalEdition local, StoreState store, String storeName, boolean whole)
      throws RefusedException {
    requireNotAhead(local, store, storeName);
    return new Planner(local, store, storeName, whole).plan();
  }

  /** The files that are put, but for the timestamp. */
  List<MirrorFile> uploads() {
    return phases.stream()
        .flatMap(List::stream)
        .filter(MirrorStep.Put.class::isInstance)
        .map(step -> ((MirrorStep.Put) step).file())
        .toList();
  }

  long checks() {
    return phases.stream()
        .flatMap(List::stream)
        .filter(MirrorStep.Check.class::isInstance)
        .count();
  }

  /** Whether a new timestamp is put. */
  boolean shows() {
    return phases.stream().anyMatch(phase -> phase.contains(new MirrorStep.Show()));
  }

  private static void requireNotAhead(LocalEdition local, StoreState store, String storeName)
      throws RefusedException {
    long storeRoot = newestRoot(store);
    if (storeRoot > local.roots().size()) {
      throw ahead(storeName, "root", local.roots().size(), storeRoot);
    }
    StoreState.Offered offered = store.timestamp();
    if (offered == null) {
      return;
    }
    Timestamp theirs = offered.content();
    Timestamp ours = local.timestamp().content();
    if (theirs.version() > ours.version()) {
      throw ahead(storeName, "timestamp", ours.version(), theirs.version());
    }
    if (theirs.snapshot().version() > ours.snapshot().version()) {
      throw ahead(storeName, "snapshot", ours.snapshot().version(), theirs.snapshot().version());
    }
    if (theirs.version() == ours.version() && !offered.isOf(local.timestamp())) {
      throw new RefusedException(RefusedException.Reason.STORE_DIFFERS, storeName
          + ", " + MirrorFile.TIMESTAMP + ": expected version " + ours.version()
          + " as this repository has it, found another of that version; two repositories publish "
          + "with the same keys: find out which is the right one, and refresh it");
    }
  }

  private static RefusedException ahead(String storeName, String role, long ours, long theirs) {
    return new RefusedException(RefusedException.Reason.STORE_AHEAD, storeName + ": expected "
        + role + " version " + ours + " or an earlier one, found " + theirs
        + "; the repository here is an old copy, or another publisher was quicker. "
        + "Devices would refuse to go back: publish from the newest repository");
  }

  /** The version of the newest root in a store; 0 if there is none. */
  private static long newestRoot(StoreState store) {
    return store.files()
        .keySet()
        .stream()
        .map(ROOT::matcher)
        .filter(Matcher::matches)
        .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
        .max()
        .orElse(0);
  }

  /** Puts a plan together. */
  private static final class Planner {

    private final LocalEdition local;
    private final StoreState store;
    private final String storeName;
    private final boolean whole;
    private final List<MirrorStep> checks = new ArrayList<>();
    private int present;

    private Planner(LocalEdition local, StoreState store, String storeName, boolean whole) {
      this.local = local;
      this.store = store;
      this.storeName = storeName;
      this.whole = whole;
    }

    private MirrorPlan plan() throws RefusedException {
      List<MirrorStep> targets = missing(local.targets());
      List<MirrorStep> metadata = missing(local.metadata());
      List<MirrorStep> roots = missing(local.rootFiles());
      boolean shows = store.timestamp() == null
          || store.timestamp().content().version() != local.timestamp().content().version();
      boolean rootsLast = comesLast();
      List<List<MirrorStep>> phases = new ArrayList<>();
      phases.add(checks);
      phases.add(targets);
      phases.add(metadata);
      if (shows || !targets.isEmpty() || !metadata.isEmpty()) {
        phases.add(List.of(new MirrorStep.Confirm(local.fixed())));
      }
      if (!rootsLast) {
        roots.forEach(root -> phases.add(List.of(root)));
      }
      if (shows) {
        phases.add(List.of(new MirrorStep.Show()));
      }
      if (rootsLast) {
        roots.forEach(root -> phases.add(List.of(root)));
      }
      return new MirrorPlan(phases, present);
    }

    /** A device that took a new root would find a timestamp that its keys did not sign. */
    private boolean comesLast() {
      long newest = newestRoot(store);
      return newest > 0 && local.isTakenWithRoot(newest);
    }

    private List<MirrorStep> missing(List<MirrorFile> files) throws RefusedException {
      List<MirrorStep> puts = new ArrayList<>();
      for (MirrorFile file : files) {
        Listed there = store.files().get(file.name());
        if (there == null) {
          puts.add(new MirrorStep.Put(file));
        } else {
          present++;
          requireLength(file, there);
          if (whole || !store.vouched().contains(file.name())) {
            checks.add(new MirrorStep.Check(file, whole));
          }
        }
      }
      return puts;
    }

    private void requireLength(MirrorFile file, Listed there) throws RefusedException {
      if (there.length() != file.length()) {
        throw differs(storeName, file, file.length() + " bytes", there.length() + " bytes");
      }
    }
  }

  /** A published file never changes: whoever has fetched it would be left with another. */
  static RefusedException differs(String storeName, MirrorFile file, String expected,
      String found) {
    return new RefusedException(RefusedException.Reason.STORE_DIFFERS, storeName + ", "
        + file.name() + ": expected " + expected + ", found " + found
        + "; what is published never changes, so it is left as it is. Look who put it there; "
        + "remove it there, and what is right is put in its place");
  }

  /** What is missing of some files, or has another length, in a listing; empty if all is well. */
  static List<String> missing(List<MirrorFile> files, Map<String, Listed> listing) {
    return files.stream()
        .filter(file -> {
          Listed there = listing.get(file.name());
          return there == null || there.length() != file.length();
        })
        .map(MirrorFile::name)
        .toList();
  }
}
