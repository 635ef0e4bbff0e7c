package dev.bascule.lab.loader;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.Resource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What devices in the field keep in U-Boot's environment, or beside it: the script that reads it, and our settings. */
public enum UbootConvention {
  /** RAUC's, with the script of docs/boot-loaders.md. The factory's commands are run once. */
  RAUC("uboot-mmc", "uboot", "") {
    @Override
    String script(Checkout checkout) throws IOException {
      return "if test -z \"${BOOT_ORDER}\"; then\n"
          + DocumentedScript.read(checkout, "U-Boot", "In the factory") + "fi\n"
          + DocumentedScript.read(checkout, "U-Boot");
    }
  },
  /** SWUpdate's, with the commands of docs/boot-loaders.md, which are run once and make the environment. */
  SWUPDATE("uboot-swupdate", "uboot-swupdate",
      "variable=rootpart names=4,5") {
    @Override
    String script(Checkout checkout) throws IOException {
      return DocumentedScript.read(checkout, "U-Boot with Mender's or SWUpdate's variables")
          + START;
    }
  },
  /** Mender's. Debian has none of its scripts: this one does what they are documented to do. */
  MENDER("uboot-mender", "uboot-mender", "names=4,5") {
    @Override
    String script(Checkout checkout) throws IOException {
      return new Resource(UbootConvention.class, "uboot-mender.txt").read() + START;
    }
  },
  /** Android's control block, with the script of docs/boot-loaders.md; U-Boot makes the first block itself. */
  ANDROID("android", "android", "") {
    @Override
    String script(Checkout checkout) throws IOException {
      return DocumentedScript.read(checkout, "Android's A/B control block")
          .replace("#misc", "#LOADER")
          .replace("system_a", "ROOT-A")
          .replace("system_b", "ROOT-B")
          .replace("boot_a", "ROOT-A")
          .replace("boot_b", "ROOT-B");
    }
  };

  /** So many starts the script gives a confirmed slot with RAUC's variables. */
  static final int RAUC_TRIES = 3;

  private static final String START = "run bootcmd\n";

  private final String laboratory;
  private final String loader;
  /** KEY=VALUE with spaces between; a value is of one word, or of two with a comma between. */
  private final String settings;

  UbootConvention(String laboratory, String loader, String settings) {
    this.laboratory = laboratory;
    this.loader = loader;
    this.settings = settings;
  }

  /** The script that U-Boot's first start runs, before this disk's names are put in. */
  abstract String script(Checkout checkout) throws IOException;

  /** What the laboratory calls it. */
  String laboratory() {
    return laboratory;
  }

  /** What our commands call the loader. */
  String loader() {
    return loader;
  }

  /** What they have to be told besides: one word or two. */
  Map<String, List<String>> settings() {
    return Stream.of(settings.split(" ", -1))
        .filter(setting -> !setting.isEmpty())
        .map(setting -> setting.split("=", -1))
        .collect(Collectors.toMap(words -> words[0], words -> List.of(words[1].split(",", -1))));
  }
}
