package dev.bascule.lab.powercut;

import dev.bascule.lab.boot.Startup;
import dev.bascule.lab.cut.Act;
import dev.bascule.lab.cut.History;
import dev.bascule.lab.cut.Snapshot;
import dev.bascule.lab.device.Device;
import dev.bascule.lab.process.Outcome;
import dev.bascule.lab.trace.Places;
import dev.bascule.lab.trace.Tracer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A device whose media are watched: what its commands ask of them is seen below the program, by strace, what the loader
 * does at the disk that it is given. Between {@code begin X} and {@code end X} something is under way.
 */
final class RecordedDevice {

  /** What is under way while the loader starts the device. */
  static final String LOADER = "loader";

  private static final String WATCHED = "var";
  /** No program of the device's opened the disk for what the loader writes. */
  private static final int LOADERS_OPENING = 0;

  private final Device device;
  private final LoaderModel loader;
  private final Places places;
  private final Tracer tracer;
  private final Snapshot before;
  private final List<Act> acts = new ArrayList<>();
  /** What the loader wrote and nothing flushed since. */
  private final SortedSet<Integer> loaderFiles = new TreeSet<>();

  private RecordedDevice(Device device, LoaderModel loader, Places places, Tracer tracer,
      Snapshot before) {
    this.device = device;
    this.loader = loader;
    this.places = places;
    this.tracer = tracer;
    this.before = before;
  }

  /** Begins with the media as they are. */
  static RecordedDevice of(Device device, LoaderModel loader, Path scratch) throws IOException {
    Path top = device.root();
    Path watched = Files.createDirectories(top.resolve(WATCHED));
    Path disk = device.disk().file();
    Places places = new Places(disk, top, watched);
    Snapshot now = places.read();
    return new RecordedDevice(device, loader, places, Tracer.watch(places, now, scratch), now);
  }

  /** Runs the device's own command. */
  Outcome bascule(String... arguments) throws IOException {
    String what = "bascule " + String.join(" ", arguments);
    acts.add(new Act.Mark("begin " + what));
    Tracer.Traced traced = tracer.run(device.bascule(arguments));
    addFlushed(traced.acts());
    acts.add(new Act.Mark("end " + what));
    return traced.outcome();
  }

  /**
   * What the loader left in its medium's cache is taken along by the first flush of that medium; what we keep beside it may
   * be on another.
   */
  private void addFlushed(List<Act> more) {
    for (Act act : more) {
      acts.add(act);
      boolean flushed = switch (act) {
        case Act.SyncOpening _ -> loaderFiles.contains(Act.DISK);
        case Act.Sync(int file) -> loaderFiles.contains(file);
        case Act.Write _,Act.Resize _,Act.Name _,Act.Unname _,Act.Move _,Act.Variable _,Act.SyncNames _,Act.Mark _ ->
          false;
      };
      if (flushed) {
        loaderFiles.forEach(file -> acts
            .add(file == Act.DISK ? new Act.SyncOpening(LOADERS_OPENING) : new Act.Sync(file)));
        loaderFiles.clear();
      }
    }
  }

  /** Switches it off, in order, and on. */
  Startup powerOn() throws IOException {
    acts.addAll(shutdown());
    acts.add(new Act.Mark("begin " + LOADER));
    int start = acts.size();
    Startup startup = loader.start(device, tracer, acts);
    for (Act act : acts.subList(start, acts.size())) {
      if (act instanceof Act.Write write) {
        loaderFiles.add(write.file());
      } else if (act instanceof Act.Sync(int file)) {
        loaderFiles.remove(file);
      }
    }
    acts.add(new Act.Mark("end " + LOADER));
    return startup;
  }

  /** What a shutdown writes out. */
  private List<Act> shutdown() {
    SortedSet<Integer> files = new TreeSet<>();
    files.add(Act.DISK);
    for (Act act : acts) {
      if (act instanceof Act.Write write) {
        files.add(write.file());
      }
    }
    List<Act> syncs = new ArrayList<>(List.of(Act.SyncNames.ofAll()));
    files.forEach(file -> syncs.add(new Act.Sync(file)));
    return syncs;
  }

  /** All of it so far. */
  History history() {
    return new History(before, acts);
  }

  /** What the device would come to now if it were switched off and on. */
  Verdict verdict(Judge judge) throws IOException {
    return judge.judge(new History(places.read(), List.of()).end());
  }

  /** Checks that the recording leads to the media that are there: nothing was missed. */
  void requireComplete() throws IOException {
    Snapshot expected = history().after();
    Snapshot found = places.read();
    if (Arrays.mismatch(expected.disk(), found.disk()) >= 0) {
      throw new IOException("the recording misses a change of the disk at byte "
          + Arrays.mismatch(expected.disk(), found.disk()));
    }
    if (!expected.files().keySet().equals(found.files().keySet())) {
      throw new IOException("the recording has files " + expected.files().keySet()
          + ", the device " + found.files().keySet());
    }
    for (var file : found.files().entrySet()) {
      if (!Arrays.equals(file.getValue(), expected.files().get(file.getKey()))) {
        throw new IOException("the recording misses a change of " + file.getKey());
      }
    }
  }
}
