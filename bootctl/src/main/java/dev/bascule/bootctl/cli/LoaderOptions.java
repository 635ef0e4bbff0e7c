package dev.bascule.bootctl.cli;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.loader.LoaderConfig;
import dev.bascule.bootctl.loader.LoaderName;
import dev.bascule.bootctl.loader.LoaderReader;
import dev.bascule.bootctl.loader.LoaderSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A boot loader's settings, as a command line has them. */
final class LoaderOptions implements LoaderSettings<WrongArgumentException> {
  /** The longest that a call of a program may be given: a day. */
  private static final int MAX_SECONDS = 86_400;

  private final Request request;
  private final Set<Setting> used = EnumSet.noneOf(Setting.class);

  LoaderOptions(Request request) {
    this.request = request;
  }

  /** The loader's configuration. An option that it has no use for is a mistake, and is refused. */
  LoaderConfig read(LoaderName loader) throws WrongArgumentException {
    var config = new LoaderReader<>(this).read(loader);
    for (var setting : request.given().keySet()) {
      if (setting.ofLoader() && !used.contains(setting)) {
        throw new WrongArgumentException(
            setting.option() + " means nothing to the loader " + loader);
      }
    }
    return config;
  }

  @Override
  public String root(Slot slot) throws WrongArgumentException {
    var setting = slot == Slot.A ? Setting.A : Setting.B;
    String root = request.value(setting);
    if (root == null) {
      throw wrong(setting.key(), "slot " + slot + "'s root, as in fstab", "nothing");
    }
    return root;
  }

  @Override
  public Optional<Path> path(String key) {
    return text(key).map(Path::of);
  }

  @Override
  public Optional<String> text(String key) {
    var setting = Setting.find(key);
    return Optional.ofNullable(setting == null ? null : use(setting));
  }

  @Override
  public Optional<List<String>> names() throws WrongArgumentException {
    String both = use(Setting.NAMES);
    if (both == null) {
      return Optional.empty();
    }
    var names = List.of(both.split(",", -1));
    if (names.size() != 2 || names.contains("")) {
      throw wrong(Setting.NAMES.key(), "two names with a comma between them", both);
    }
    return Optional.of(names);
  }

  @Override
  public Duration limit() throws WrongArgumentException {
    used.add(Setting.LIMIT);
    return Duration.ofSeconds(request.number(Setting.LIMIT, 1, MAX_SECONDS));
  }

  @Override
  public Path memory() throws WrongArgumentException {
    used.add(Setting.MEMORY);
    return request.path(Setting.MEMORY);
  }

  @Override
  public WrongArgumentException wrong(String key, String expected, String found) {
    return new WrongArgumentException(
        "--" + key + ": expected " + expected + ", found " + found);
  }

  private @Nullable String use(Setting setting) {
    used.add(setting);
    return request.value(setting);
  }
}
