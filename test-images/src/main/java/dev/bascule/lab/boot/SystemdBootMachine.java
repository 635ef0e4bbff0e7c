package dev.bascule.lab.boot;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.boot.SystemdBootMenu.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A machine whose boot loader is systemd-boot with text entries, up to the moment when the kernel would run.
 *
 * @param proc the directory that stands for {@code /proc}
 */
public record SystemdBootMachine(Path proc) {

  /** The release that the laboratory's loaders have. */
  private static final String RELEASE = "systemd-boot 252.39-1~deb12u2";
  private static final String ENTRIES = "loader/entries/";
  private static final String VENDOR = "-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f";
  private static final String SLOT = "bascule.slot=";
  private static final int ATTRIBUTES = 4;

  /** What the loader changes. */
  public interface Changes {

    /** An entry gets another name, and that is flushed. */
    void rename(String from, String to) throws IOException;

    /** A variable gets a value; an empty one is gone. */
    void set(String variable, byte[] value) throws IOException;
  }

  /**
   * What it finds.
   *
   * @param esp the files of the EFI system partition, by their paths in it
   * @param variables the firmware's, by their files' names in efivarfs
   */
  public record Found(SortedMap<String, byte[]> esp, SortedMap<String, byte[]> variables) {

    /** The menu. */
    public SystemdBootMenu menu() {
      SortedMap<String, byte[]> texts = new TreeMap<>();
      Set<String> kernels = new HashSet<>();
      esp.forEach((path, content) -> {
        kernels.add("/" + path);
        if (path.startsWith(ENTRIES)) {
          texts.put(path.substring(ENTRIES.length()), content);
        }
      });
      return SystemdBootMenu.of(texts, kernels);
    }

    /** The entry that a start takes. */
    public Optional<Entry> choose() {
      return menu().choose(new SystemdBootMenu.Preferences(text("LoaderEntryOneShot"),
          text("LoaderEntryDefault"), configured()));
    }

    private String text(String variable) {
      byte[] value = variables.getOrDefault(variable + VENDOR, new byte[ATTRIBUTES]);
      String text = new String(value, ATTRIBUTES, value.length - ATTRIBUTES,
          StandardCharsets.UTF_16LE);
      int zero = text.indexOf('\0');
      return zero < 0 ? text : text.substring(0, zero);
    }

    private String configured() {
      String text = new String(esp.getOrDefault("loader/loader.conf", new byte[0]),
          StandardCharsets.UTF_8);
      return text.lines()
          .map(line -> line.strip().split("[ \t]+", 2))
          .filter(words -> words.length == 2 && words[0].equals("default"))
          .map(words -> words[1])
          .reduce("", (_, later) -> later);
    }
  }

  /** The slot whose system an entry starts, by what the kernel is told. */
  public static Optional<Slot> slot(Entry entry) {
    for (String word : entry.options().split(" ", -1)) {
      for (Slot slot : Slot.values()) {
        if (word.equals(SLOT + slot)) {
          return Optional.of(slot);
        }
      }
    }
    return Optional.empty();
  }

  /** Switches the machine on: the one-shot entry is forgotten first, the counter is written last. */
  public Startup powerOn(Found found, Changes changes) throws IOException {
    ProcDirectory evidence = new ProcDirectory(proc);
    evidence.clear();
    changes.set("LoaderInfo" + VENDOR, value(RELEASE));
    Optional<Entry> chosen = found.choose();
    if (found.variables().containsKey("LoaderEntryOneShot" + VENDOR)) {
      changes.set("LoaderEntryOneShot" + VENDOR, new byte[0]);
    }
    if (chosen.isEmpty()) {
      return new Startup.NothingBootable();
    }
    Entry entry = chosen.get();
    if (!entry.triedName().equals(entry.file())) {
      changes.rename(ENTRIES + entry.file(), ENTRIES + entry.triedName());
    }
    changes.set("LoaderEntrySelected" + VENDOR, value(entry.file().toLowerCase(Locale.ROOT)));
    Optional<Slot> slot = slot(entry);
    if (slot.isEmpty()) {
      return new Startup.NothingBootable();
    }
    UUID bootId = UUID.randomUUID();
    evidence.write(entry.options(), bootId);
    return new Startup.Booted(slot.get(), bootId, entry.options());
  }

  /** As efivarfs shows it: for boot services and at run time, and a text that ends in a NUL. */
  private static byte[] value(String text) {
    byte[] characters = (text + '\0').getBytes(StandardCharsets.UTF_16LE);
    byte[] value = new byte[ATTRIBUTES + characters.length];
    value[0] = 6;
    System.arraycopy(characters, 0, value, ATTRIBUTES, characters.length);
    return value;
  }
}
