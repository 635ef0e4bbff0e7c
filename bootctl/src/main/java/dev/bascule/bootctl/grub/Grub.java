package dev.bascule.bootctl.grub;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.choice.SlotChoice;
import dev.bascule.bootctl.choice.SlotRoot;
import dev.bascule.bootctl.choice.StoredBootControl;
import dev.bascule.bootctl.durable.HostFolder;
import dev.bascule.bootctl.selector.SelectorDialect;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.variables.Bootnames;
import dev.bascule.bootctl.variables.Dialect;
import dev.bascule.bootctl.variables.SpelledStore;
import dev.bascule.bootctl.variables.VariableStore;
import dev.bascule.bootctl.volume.FileVolume;
import dev.bascule.bootctl.volume.VolumeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Boot controls for GRUB, one for each convention that its scripts follow. */
public final class Grub {
  private Grub() {}

  /**
   * RAUC's convention.
   *
   * @param environment the block's file, or a partition that begins with it
   * @param second a second copy for a script that looks for {@code ENV_VALID=1}
   */
  public static StoredBootControl<?> rauc(Path environment, Optional<Path> second,
      Bootnames names, VolumeSpec a, VolumeSpec b, Host host) throws BootException {
    var first = place(environment);
    var other = second.isPresent() ? Optional.of(place(second.get())) : Optional.<GrubPlace>empty();
    var store = new GrubStore(first, other, lock(environment));
    return control("grub", store, new GrubDialect(names), new SlotRoot(names.a(), a),
        new SlotRoot(names.b(), b), host);
  }

  /**
   * Mender's convention.
   *
   * @param directory what holds {@code mender_grubenv1} and {@code mender_grubenv2}
   * @param partA the number of slot A's partition, as {@code mender_rootfsa_part} says
   * @param partB the number of slot B's
   */
  public static StoredBootControl<?> mender(Path directory, int partA, int partB, VolumeSpec a,
      VolumeSpec b, Host host) {
    var store = new MenderStore(new HostFolder(directory.resolve("mender_grubenv1")),
        new HostFolder(directory.resolve("mender_grubenv2")),
        directory);
    return control("grub-mender", store, SelectorDialect.menderGrub(partA, partB),
        new SlotRoot("A", a),
        new SlotRoot("B", b), host);
  }

  private static <S extends SlotChoice<S>> StoredBootControl<S> control(String loader,
      VariableStore store,
      Dialect<S> dialect, SlotRoot a, SlotRoot b, Host host) {
    return new StoredBootControl<>(loader, new SpelledStore<>(store, dialect, a, b, host),
        host.proc());
  }

  private static GrubPlace place(Path path) throws BootException {
    if (Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path)) {
      return new GrubSectors(path.toString(),
          writing -> FileVolume.open(path, writing ? Access.WRITE : Access.READ));
    }
    var real = real(path);
    var folder = real.getParent();
    if (folder == null) {
      throw new BootException(path + ": expected a file in a directory, found none",
          "name GRUB's environment block in the configuration, /boot/grub/grubenv for instance");
    }
    return new GrubFile(new HostFolder(folder), String.valueOf(real.getFileName()));
  }

  private static Path lock(Path path) throws BootException {
    return place(path) instanceof GrubFile ? real(path).resolveSibling("") : path;
  }

  /** Where a symbolic link leads, so that the file is replaced and not the link. */
  private static Path real(Path path) throws BootException {
    try {
      return Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
    } catch (IOException e) {
      throw new BootException(path + ": cannot be resolved: " + e.getMessage(),
          "check the links on the way to GRUB's environment block", e);
    }
  }
}
