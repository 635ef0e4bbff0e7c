package dev.bascule.updater.config;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the technician's page is served. */
public sealed interface PagePlace {

  /** A TCP port; a loopback address, unless the configuration says that another is meant. */
  record Port(HostPort address) implements PagePlace {
    @Override
    public String toString() {
      return "http://" + address + "/";
    }
  }

  /**
   * A Unix socket, whose owner is root.
   *
   * @param path in the device's root
   * @param mode who may connect: whoever may write
   * @param group the socket's, or null for root's own
   */
  record Socket(Path path, Set<PosixFilePermission> mode, @Nullable String group)
      implements
        PagePlace {

    private static final String PREFIX = "unix:";
    private static final String MODE_FORM = "three or four octal digits, such as 0660";
    private static final Pattern MODE = Pattern.compile("0?[0-7]{3}");

    public Socket {
      mode = Set.copyOf(mode);
    }

    /** Whether only some may connect, so that being able to is as good as a token. */
    public boolean isForSome() {
      return !mode.contains(PosixFilePermission.OTHERS_WRITE);
    }

    static boolean isMeant(String listen) {
      return listen.startsWith(PREFIX);
    }

    static Socket read(Section table, DeviceSettings device) throws ConfigurationException {
      Path path = table.parsed("listen", "host:port, or unix:/absolute/path",
          text -> device.below(ConfigurationReader.absolute(text.substring(PREFIX.length()))));
      return new Socket(path,
          table.optionalParsed("mode", MODE_FORM, Socket::mode).orElseGet(() -> mode("0600")),
          table.optionalString("group").orElse(null));
    }

    private static Set<PosixFilePermission> mode(String text) {
      if (!MODE.matcher(text).matches()) {
        throw new IllegalArgumentException(text);
      }
      int bits = Integer.parseInt(text, 8);
      StringBuilder letters = new StringBuilder("rwxrwxrwx");
      for (int i = 0; i < letters.length(); i++) {
        if ((bits >> (letters.length() - 1 - i) & 1) == 0) {
          letters.setCharAt(i, '-');
        }
      }
      return PosixFilePermissions.fromString(letters.toString());
    }

    @Override
    public String toString() {
      return PREFIX + path;
    }
  }
}
