package dev.bascule.bootctl.command;

import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.choice.SlotRoot;
import dev.bascule.bootctl.choice.StoredBootControl;
import dev.bascule.bootctl.durable.HostFolder;
import dev.bascule.bootctl.variables.Bootnames;
import dev.bascule.bootctl.volume.VolumeSpec;
import java.nio.file.Path;
import java.time.Duration;

/** The boot control for a loader that a program of the vendor's or integrator's looks after. */
public final class Command {
  private Command() {}

  /**
   * Calls a program that keeps RAUC's contract for custom boot loaders.
   *
   * @param limit how long one call may take
   * @param memory a directory of ours that survives a reboot; made when it is needed first
   */
  public static StoredBootControl<?> control(Path program, Duration limit, Path memory,
      Bootnames names, VolumeSpec a, VolumeSpec b, Host host) {
    var store = new CommandStore(new Program(program, limit), names, new SlotRoot(names.a(), a),
        new SlotRoot(names.b(), b), host, new HostFolder(memory));
    return new StoredBootControl<>("command", store, host.proc());
  }
}
