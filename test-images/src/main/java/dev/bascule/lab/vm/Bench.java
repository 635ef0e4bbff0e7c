package dev.bascule.lab.vm;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.disk.DiskPlan;
import dev.bascule.lab.loader.LoaderSetup;
import dev.bascule.lab.process.Outcome;
import dev.bascule.lab.system.TinySystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Our commands on the disk of a device that is off, for guests that cannot run them: as if they had been run at the end of
 * the device's last life. What they would have learnt of that from the kernel and the slot is given to them in files; what
 * they keep is in a directory that stands for {@code /}.
 */
record Bench(VirtualDevice device) {

  /** What the guest is asked at the end of a life. */
  static final String QUESTION =
      "cat /proc/cmdline /proc/sys/kernel/random/boot_id /etc/lab/conduct";

  private static final String DROP_IN = "etc/bascule/conf.d/source.toml";
  private static final String MISC = "/misc";

  /** Puts what the guest has answered where the commands look for it; what ends with a life is gone. */
  void beginAfter(String answer) throws IOException {
    List<String> lines = answer.lines().toList();
    if (lines.size() != 3) {
      throw new IOException("expected command line, boot id and conduct, found \"" + answer + '"');
    }
    new FileTree(root().resolve("run")).delete();
    write(proc().resolve("cmdline"), lines.getFirst() + "\n");
    write(proc().resolve("sys/kernel/random/boot_id"), lines.get(1) + "\n");
    Path conduct = write(device.directory().resolve("conduct"), lines.getLast() + "\n");
    TinySystem.writeHealthCheck(root().resolve("etc/bascule/check/required.d/50-lab"), conduct);
    Path environment = device.directory().resolve(Path.of(LoaderSetup.ENVIRONMENT).getFileName());
    if (Files.exists(environment)) {
      write(below(LoaderSetup.ENVIRONMENT), Files.readString(environment));
    }
    write(root().resolve("etc/bascule/bascule.toml"),
        device.configuration(device.disk().file().toString(), "true")
            .replace(LoaderSetup.MISC, MISC)
            + "\n[host]\nproc = \"" + proc() + "\"\n");
  }

  /** Tells the device whom it trusts, and where its updates are. */
  void lookAt(Path rootMetadata, String url) throws IOException {
    write(root().resolve("etc/bascule/root.json"), Files.readString(rootMetadata));
    write(root().resolve(DROP_IN), "[source]\nurl = \"" + url + "\"\n");
  }

  /** Does what {@code bascule} does in a guest. */
  Outcome bascule(String arguments) throws IOException {
    List<String> words = new ArrayList<>(Arrays.asList(arguments.split(" ", -1)));
    words.addAll(List.of("--root", root().toString()));
    return withMisc(
        () -> Checkout.find().bascule().command(words.toArray(String[]::new)).attempt());
  }

  /** Does what {@code bascule-bootctl} does in a guest. */
  Outcome bootctl(String arguments) throws IOException {
    String options = device.loader()
        .bootctlOptions()
        .replace(LoaderSetup.DISK, device.disk().file().toString())
        .replace(LoaderSetup.ENVIRONMENT, below(LoaderSetup.ENVIRONMENT).toString())
        .replace(LoaderSetup.MISC, below(MISC).toString());
    String[] words = (arguments + " " + options + " --proc " + proc()).split(" ", -1);
    return withMisc(() -> Checkout.find().basculeBootctl().command(words).attempt());
  }

  /** A partition of a disk in a file has no device of its own: the commands work on a copy, which is put back. */
  private Outcome withMisc(Work work) throws IOException {
    if (!device.loader().bootctlOptions().contains(LoaderSetup.MISC)) {
      return work.run();
    }
    Path misc = below(MISC);
    device.disk().extract(DiskPlan.LOADER, misc);
    Outcome outcome = work.run();
    device.disk().fill(DiskPlan.LOADER, misc);
    return outcome;
  }

  private Path root() {
    return device.directory().resolve("bench");
  }

  private Path proc() {
    return device.directory().resolve("proc");
  }

  private Path below(String path) {
    return root().resolve(path.substring(1));
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  /** One of our commands. */
  @FunctionalInterface
  private interface Work {
    Outcome run() throws IOException;
  }
}
