package dev.bascule.bootctl.loader;

import dev.bascule.bootctl.Slot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A boot loader's settings, wherever they are written: in a configuration file, on a command line. They are asked for
 * by name; which names a loader has is said by {@link LoaderReader}.
 *
 * @param <E> how this place refuses a setting that is wrong or missing
 */
public interface LoaderSettings<E extends Exception> {

  /** A slot's root, as in fstab: PARTLABEL=ROOT-A. */
  String root(Slot slot) throws E;

  /** A file or directory of the device. */
  Optional<Path> path(String key) throws E;

  /** A word. */
  Optional<String> text(String key) throws E;

  /** What the loader calls slot A and slot B: exactly two words. */
  Optional<List<String>> names() throws E;

  /** How long one call of a program may take. */
  Duration limit() throws E;

  /** A directory that outlives a restart, for what the loader itself cannot remember. */
  Path memory() throws E;

  /** The refusal of a setting. */
  E wrong(String key, String expected, String found);
}
