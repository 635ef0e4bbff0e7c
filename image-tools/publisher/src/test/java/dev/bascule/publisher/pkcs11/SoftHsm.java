package dev.bascule.publisher.pkcs11;

import com.sun.jna.Library;
import com.sun.jna.Native;
import dev.bascule.publisher.RealTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A security module in software, Debian's SoftHSM, with the token Fleet and its keys; pkcs11-tool makes them. */
public final class SoftHsm {

  /** The module's library. */
  public static final Path MODULE = Path.of("/usr/lib/softhsm/libsofthsm2.so");

  /** The token's PIN. */
  public static final String PIN = "1234";

  private static final String CONFIGURATION = "SOFTHSM2_CONF";

  private final RealTool pkcs11Tool;
  private final RealTool softHsmUtil;

  /** The C library's call: the module reads the environment of this very process. */
  public interface Environment extends Library {
    int setenv(String name, String value, int overwrite);
  }

  /** An empty module whose tokens are kept in a directory. */
  public SoftHsm(Path directory) throws IOException {
    Path tokens = Files.createDirectories(directory.resolve("tokens"));
    Path configuration = Files.writeString(directory.resolve("softhsm2.conf"), """
      directories.tokendir = %s
      objectstore.backend = file
      log.level = ERROR
      slots.removable = false
      """.formatted(tokens));
    Native.load("c", Environment.class).setenv(CONFIGURATION, configuration.toString(), 1);
    pkcs11Tool = RealTool.require("pkcs11-tool").with(CONFIGURATION, configuration.toString());
    softHsmUtil = RealTool.require("softhsm2-util").with(CONFIGURATION, configuration.toString());
  }

  /** Makes a token. */
  public SoftHsm token(String label) throws IOException {
    softHsmUtil.run("--init-token", "--free", "--label", label, "--so-pin", "12345678", "--pin",
        PIN);
    return this;
  }

  /** Makes a key pair in the token Fleet. */
  public SoftHsm key(String type, String label, String id, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--login", "--pin", PIN, "--keypairgen",
        "--key-type", type, "--label", label, "--id", id));
    arguments.addAll(List.of(more));
    tool(arguments.toArray(String[]::new));
    return this;
  }

  /** Runs pkcs11-tool with the token Fleet. */
  public String tool(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(
        List.of("--module", MODULE.toString(), "--token-label", "Fleet"));
    all.addAll(List.of(arguments));
    return pkcs11Tool.run(all.toArray(String[]::new));
  }

  /** A key of the token Fleet. */
  public static String uri(String object) {
    return "pkcs11:token=Fleet;object=" + object + "?module-path=" + MODULE;
  }
}
