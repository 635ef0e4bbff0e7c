package dev.bascule.publisher.lint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What must be another on each device, and would be the same on all. */
final class IdentityRule implements Rule {

  private static final Pattern HOST_KEY = Pattern.compile("/etc/ssh/ssh_host_.*_key");
  private static final String MACHINE_ID = "/etc/machine-id";
  /** What chance is drawn from, and what a fleet is spread by. */
  private static final List<String> SEEDS = List.of("/var/lib/systemd/random-seed",
      "/var/lib/bascule/seed", "/boot/efi/loader/random-seed", "/efi/loader/random-seed");

  @Override
  public void look(ImageTree tree, Consumer<Finding> findings) throws IOException {
    for (Path file : tree.all()) {
      String name = tree.name(file);
      if (HOST_KEY.matcher(name).matches()) {
        findings.accept(new Finding("host-key", true, name, "a key by which people know the device",
            "leave it out: ssh-keygen -A makes one where there is none"));
      }
    }
    Path id = tree.file(MACHINE_ID).orElse(null);
    if (id != null) {
      String text = ImageTree.beginning(id, 64).strip();
      if (!text.isEmpty() && !text.equals("uninitialized")) {
        findings.accept(new Finding("machine-id", true, MACHINE_ID, "the id " + text
            + ", which every device would have",
            "empty the file: systemd makes an id at the first start (machine-id(5))"));
      }
    }
    for (String seed : SEEDS) {
      if (tree.has(seed)) {
        findings.accept(
            new Finding("seed", true, seed, "a seed of chance that is the same on all devices",
                "leave it out: each device draws its own"));
      }
    }
  }
}
