package dev.bascule.bootctl.uboot;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.choice.Repair;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.sys.LibUbootEnv;
import dev.bascule.bootctl.variables.VariableStore;
import dev.bascule.bootctl.volume.FileVolume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * U-Boot's environment. Files and block devices are read here, so that a rescue system without the library
 * can show them and so that a broken copy is named; flash is read by libubootenv, and it alone writes.
 *
 * <p>Power cut: every change is one environment, written at once. Of two copies the one that counts is on
 * the medium and not touched, so the old variables are there or the new ones. A single copy can be torn:
 * U-Boot then falls back to built-in defaults, which is why the status warns of it.
 *
 * @param config a file like {@code /etc/fw_env.config}
 * @param flush how what was written before is made durable
 */
record UbootStore(Path config, Flush flush) implements VariableStore {

  /** Waits until all that was written to a file or block device is on its medium, whoever wrote it. */
  interface Flush {
    void flush(Path device) throws IOException;
  }

  UbootStore(Path config) {
    this(config, device -> {
      try (var volume = FileVolume.open(device, Access.READ)) {
        volume.sync();
      }
    });
  }

  /** The library holds its own lock while it writes; this one is between programs of ours. */
  @Override
  public Path lock() {
    return config;
  }

  @Override
  public Stored read() throws IOException {
    var places = FwEnvConfig.read(config).places();
    if (places.stream().anyMatch(UbootStore::isFlash)) {
      return readByLibrary();
    }
    var judged = judge(places);
    return new Stored(judged.variables(), judged.faults());
  }

  private UbootCopies judge(List<FwEnvConfig.Place> places) throws IOException {
    var copies = new ArrayList<byte[]>();
    for (var place : places) {
      copies.add(read(place));
    }
    return UbootCopies.judge(copies, config.toString());
  }

  /** The library writes the copy that does not count, so a broken one is written by any change. */
  @Override
  public Repair readRepair() throws IOException {
    var places = FwEnvConfig.read(config).places();
    return places.stream().noneMatch(UbootStore::isFlash) && judge(places).damaged()
        ? new Repair(List.of("write the broken copy of the environment anew, like the other one"),
            () -> write(Map.of(), Map.of()))
        : Repair.NONE;
  }

  private Stored readByLibrary() throws BootException {
    try (var library = LibUbootEnv.open(config)) {
      return new Stored(library.variables(), List.of());
    }
  }

  /** As libubootenv tells them apart. */
  private static boolean isFlash(FwEnvConfig.Place place) {
    return place.device().startsWith("/dev/mtd") || place.device().startsWith("/dev/ubi");
  }

  private static byte[] read(FwEnvConfig.Place place) throws IOException {
    try (var volume = FileVolume.open(Path.of(place.device()), Access.READ)) {
      long offset = place.offset() < 0 ? volume.size() + place.offset() : place.offset();
      byte[] bytes = new byte[place.size()];
      volume.read(offset, ByteBuffer.wrap(bytes));
      return bytes;
    }
  }

  @Override
  public void write(Map<String, String> before, Map<String, Optional<String>> changes)
      throws IOException {
    try (var library = LibUbootEnv.open(config)) {
      var now = library.variables();
      for (String name : changes.keySet()) {
        if (!Objects.equals(now.get(name), before.get(name))) {
          throw new BootException(
              config + ": variable " + name + " was " + before.get(name) + " and is now "
                  + now.get(name),
              "another program changed it at this moment: try again");
        }
      }
      flushCounting();
      for (var change : changes.entrySet()) {
        library.set(change.getKey(), change.getValue());
      }
      library.store();
    }
  }

  /**
   * Waits until the copy that counts is on its medium. U-Boot flushes nothing: what it saved at this start can
   * be in the medium's cache, and a cut could tear it together with the other copy, which is written next.
   */
  private void flushCounting() throws IOException {
    var found = FwEnvConfig.read(config);
    var places = found.places();
    if (!found.redundant() || places.stream().anyMatch(UbootStore::isFlash)) {
      return;
    }
    for (String device : places.stream().map(FwEnvConfig.Place::device).distinct().toList()) {
      flush.flush(Path.of(device));
    }
  }
}
