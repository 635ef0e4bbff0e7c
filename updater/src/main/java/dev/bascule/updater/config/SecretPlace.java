package dev.bascule.updater.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a secret is: one of the device's own files, or a credential that systemd hands to the unit (systemd.exec(5),
 * {@code LoadCredential=} and {@code LoadCredentialEncrypted=}).
 */
final class SecretPlace {

  static final String FORM = "an absolute path, or credential:NAME";

  private static final Pattern CREDENTIAL = Pattern.compile("credential:([A-Za-z0-9._-]{1,255})");
  /** Where systemd keeps them; nothing is directly in it but a directory for each unit. */
  private static final Path OF_NO_UNIT = Path.of("/run/credentials/given-to-this-unit");

  private SecretPlace() {}

  /** The place that a key of the configuration names, if it is there. */
  static Optional<Path> read(Section table, String key, DeviceSettings device)
      throws ConfigurationException {
    String directory = System.getenv("CREDENTIALS_DIRECTORY");
    return table.optionalParsed(key, FORM, text -> parse(text, device, directory));
  }

  /**
   * The place that a text names; IllegalArgumentException for anything else.
   *
   * @param credentials where this process finds its credentials, or null if it was given none: reading one fails then
   */
  static Path parse(String text, DeviceSettings device, @Nullable String credentials) {
    var credential = CREDENTIAL.matcher(text);
    if (credential.matches() && !credential.group(1).startsWith(".")) {
      return (credentials == null ? OF_NO_UNIT : Path.of(credentials)).resolve(credential.group(1));
    }
    return device.below(ConfigurationReader.absolute(text));
  }
}
