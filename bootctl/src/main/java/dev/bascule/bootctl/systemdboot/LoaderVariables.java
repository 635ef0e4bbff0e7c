package dev.bascule.bootctl.systemdboot;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.efi.EfiName;
import dev.bascule.bootctl.efi.EfiVariables;
import dev.bascule.bootctl.systemdboot.BootEntry.EntryIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The variables of systemd's Boot Loader Interface: texts in UTF-16 that end in a NUL.
 *
 * <p>Power cut: each has its old value or its new one.
 */
public final class LoaderVariables {
  private static final UUID VENDOR = UUID.fromString("4a67b082-0a4c-41cf-b6c7-440b29bb8c4f");
  private static final Pattern RELEASE =
      Pattern.compile("systemd-boot (\\d{1,6}).*", Pattern.DOTALL);
  private static final int FIRST_WITHOUT_COUNTER = 258;

  private final EfiVariables variables;

  public LoaderVariables(EfiVariables variables) {
    this.variables = variables;
  }

  /** What calls itself the loader of this boot, {@code systemd-boot 252.39-1} for instance. */
  public Optional<String> readLoaderInfo() throws IOException {
    return read("LoaderInfo");
  }

  EntryIdentity readIdentity() throws IOException {
    return readLoaderInfo().map(RELEASE::matcher)
        .filter(match -> match.matches()
            && Integer.parseInt(match.group(1)) >= FIRST_WITHOUT_COUNTER)
        .map(_ -> EntryIdentity.WITHOUT_COUNTER)
        .orElse(EntryIdentity.WITH_COUNTER);
  }

  /** The identity of the entry that was booted. */
  Optional<String> readSelected() throws IOException {
    return read("LoaderEntrySelected");
  }

  @Nullable
  EntryPattern readPreferred() throws IOException {
    return read("LoaderEntryDefault").map(EntryPattern::new).orElse(null);
  }

  @Nullable
  EntryPattern readOneShot() throws IOException {
    return read("LoaderEntryOneShot").map(EntryPattern::new).orElse(null);
  }

  /** Power cut: as the type says. Null deletes it. */
  void writePreferred(@Nullable EntryPattern pattern) throws IOException {
    write("LoaderEntryDefault", pattern);
  }

  /** Power cut: as the type says. Null deletes it. */
  void writeOneShot(@Nullable EntryPattern pattern) throws IOException {
    write("LoaderEntryOneShot", pattern);
  }

  private Optional<String> read(String name) throws IOException {
    return variables.read(new EfiName(name, VENDOR))
        .map(bytes -> new String(bytes, StandardCharsets.UTF_16LE))
        .map(text -> text.indexOf('\0') >= 0 ? text.substring(0, text.indexOf('\0')) : text)
        .filter(text -> !text.isEmpty());
  }

  private void write(String name, @Nullable EntryPattern pattern) throws IOException {
    if (!variables.present()) {
      throw new BootException(
          variables.directory() + ": no EFI variables, and slots in this order need "
              + name,
          "mount efivarfs, or give the new slot's entry a higher version");
    }
    if (pattern == null) {
      variables.delete(new EfiName(name, VENDOR));
    } else {
      variables.write(new EfiName(name, VENDOR),
          (pattern.text() + '\0').getBytes(StandardCharsets.UTF_16LE));
    }
  }
}
