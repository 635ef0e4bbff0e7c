package dev.bascule.publisher.lint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What every device of the fleet would share, and whoever has one device would have: private keys, and passwords. */
final class SecretsRule implements Rule {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY( BLOCK)?-----");
  private static final int BEGINNING = 16 << 10;
  private static final int MOST = 1 << 20;
  private static final List<String> SHADOW = List.of("/etc/shadow", "/etc/gshadow");

  @Override
  public void look(ImageTree tree, Consumer<Finding> findings) throws IOException {
    for (Path file : tree.all()) {
      if (Files.isRegularFile(file) && Files.size(file) <= MOST
          && KEY.matcher(ImageTree.beginning(file, BEGINNING)).find()) {
        findings.accept(new Finding("private-key", true, tree.name(file), "a private key",
            "have it made on the device, or handed to it when it is made; --allow private-key:"
                + tree.name(file) + " if it protects nothing"));
      }
    }
    for (String name : SHADOW) {
      Path file = tree.file(name).orElse(null);
      if (file != null) {
        ImageTree.beginning(file, MOST).lines().forEach(line -> password(name, line, findings));
      }
    }
  }

  private static void password(String name, String line, Consumer<Finding> findings) {
    String[] fields = line.split(":", -1);
    if (fields.length < 2) {
      return;
    }
    if (fields[1].isEmpty() && name.equals("/etc/shadow")) {
      findings.accept(new Finding("password", true, name, fields[0] + " has an empty password",
          "lock it: passwd --lock " + fields[0]));
    } else if (fields[1].startsWith("$")) {
      findings.accept(new Finding("password", true, name, fields[0]
          + " has the same password on every device",
          "lock it, and let people in by keys of their own"));
    }
  }
}
