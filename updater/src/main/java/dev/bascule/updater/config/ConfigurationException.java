package dev.bascule.updater.config;

import dev.bascule.updater.UpdaterException;
import org.jspecify.annotations.Nullable;

/** The configuration cannot be used. Nothing was done; the message names the file and the key. */
public final class ConfigurationException extends UpdaterException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final String key;

  ConfigurationException(String file, String key, String problem, String remedy,
      @Nullable Throwable cause) {
    super(key.isEmpty() ? file + ": " + problem : file + ": " + key + ": " + problem, remedy,
        cause);
    this.file = file;
    this.key = key;
  }

  ConfigurationException(String file, String key, String problem, String remedy) {
    this(file, key, problem, remedy, null);
  }

  /** The file that has the value, or the one that should have it. */
  public String file() {
    return file;
  }

  /** The key with its tables, such as {@code boot.tries}; empty for the file as a whole. */
  public String key() {
    return key;
  }
}
