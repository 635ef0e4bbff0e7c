package dev.bascule.bootctl.loader;

import dev.bascule.bootctl.BootControl;
import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.android.ControlBlockStore;
import dev.bascule.bootctl.barebox.BootstateStore;
import dev.bascule.bootctl.choice.ChoiceStore;
import dev.bascule.bootctl.choice.SlotChoice;
import dev.bascule.bootctl.choice.SlotRoot;
import dev.bascule.bootctl.choice.StoredBootControl;
import dev.bascule.bootctl.command.Command;
import dev.bascule.bootctl.efi.EfiStore;
import dev.bascule.bootctl.gpt.GptBootControl;
import dev.bascule.bootctl.grub.Grub;
import dev.bascule.bootctl.raspberrypi.AutobootStore;
import dev.bascule.bootctl.selector.SelectorDialect;
import dev.bascule.bootctl.systemdboot.EntryStore;
import dev.bascule.bootctl.uboot.Uboot;
import dev.bascule.bootctl.variables.Bootnames;
import dev.bascule.bootctl.volume.VolumeSpec;
import java.util.Optional;

/** Makes the boot control for a configured loader. */
public final class BootControls {
  private BootControls() {}

  /** Checks the configuration's form; the loader's state is not read before it is asked for. */
  public static BootControl open(LoaderConfig config, Host host) throws BootException {
    try {
      return make(config, host);
    } catch (IllegalArgumentException e) {
      throw new BootException("loader " + config.name() + ": " + e.getMessage(),
          "give each slot a value of its own in the configuration, as the loader's script has it",
          e);
    }
  }

  private static BootControl make(LoaderConfig config, Host host) throws BootException {
    return switch (config) {
      case LoaderConfig.Gpt(var disk, var a, var b) ->
        new GptBootControl(disk, VolumeSpec.parse(a), VolumeSpec.parse(b), host);
      case LoaderConfig.Grub(var environment, var second, var nameA, var nameB, var a, var b) ->
        Grub.rauc(environment, second, Bootnames.parse(nameA, nameB), VolumeSpec.parse(a),
            VolumeSpec.parse(b), host);
      case LoaderConfig.GrubMender(var directory, var partA, var partB, var a, var b) ->
        Grub.mender(directory, partA, partB, VolumeSpec.parse(a), VolumeSpec.parse(b), host);
      case LoaderConfig.Uboot(var environment, var nameA, var nameB, var a, var b) ->
        Uboot.rauc(environment, Bootnames.parse(nameA, nameB), VolumeSpec.parse(a),
            VolumeSpec.parse(b), host);
      case LoaderConfig.UbootMender(var environment, var partA, var partB, var a, var b) ->
        Uboot.selector(config.name(), environment, SelectorDialect.menderUboot(partA, partB),
            VolumeSpec.parse(a), VolumeSpec.parse(b), host);
      case LoaderConfig.UbootSwupdate(var environment, var variable, var valueA, var valueB, var a, var b) ->
        Uboot.selector(config.name(), environment,
            SelectorDialect.swupdate(variable, valueA, valueB), VolumeSpec.parse(a),
            VolumeSpec.parse(b), host);
      case LoaderConfig.Command(var program, var limit, var memory, var nameA, var nameB, var a, var b) ->
        Command.control(program, limit, memory, Bootnames.parse(nameA, nameB), VolumeSpec.parse(a),
            VolumeSpec.parse(b), host);
      case LoaderConfig.Android(var misc, var a, var b) -> stored(config,
          new ControlBlockStore(misc, root("a", a), root("b", b), host), host);
      case LoaderConfig.Efi(var entryA, var entryB, var a, var b) ->
        stored(config, new EfiStore(root(entryA, a), root(entryB, b), host), host);
      case LoaderConfig.SystemdBoot(var esp, var boot, var entryA, var entryB, var a, var b) ->
        stored(config, new EntryStore(esp, boot, root(entryA, a), root(entryB, b), host), host);
      case LoaderConfig.RaspberryPi(var autoboot, var partitionA, var partitionB, var a, var b) ->
        stored(config, new AutobootStore(autoboot, AutobootStore.REBOOT_PARAMETER, partitionA,
            partitionB, root("A", a), root("B", b), host), host);
      case LoaderConfig.Barebox(var state, var nameA, var nameB, var a, var b) ->
        stored(config, new BootstateStore("barebox-state", state, Optional.empty(), root(nameA, a),
            root(nameB, b), host), host);
    };
  }

  private static <S extends SlotChoice<S>> BootControl stored(LoaderConfig config,
      ChoiceStore<S> store, Host host) {
    return new StoredBootControl<>(config.name(), store, host.proc());
  }

  private static SlotRoot root(String bootname, String root) throws BootException {
    return new SlotRoot(bootname, VolumeSpec.parse(root));
  }
}
