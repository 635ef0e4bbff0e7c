package dev.bascule.lab.pack;

import dev.bascule.lab.Resource;
import java.io.IOException;

/** The package's own texts, kept beside this class. */
enum Text {
  /** What dpkg knows of the package. */
  CONTROL("control"),
  /** What dpkg runs after it unpacked the package. */
  POSTINST("postinst"),
  /** What dpkg runs after it removed the package. */
  POSTRM("postrm"),
  /** Who holds which rights. */
  COPYRIGHT("copyright"),
  /** Starts {@code bascule}. */
  BASCULE("bascule"),
  /** Starts {@code bascule-bootctl}. */
  BOOTCTL("bascule-bootctl"),
  /** A configuration to begin with. */
  EXAMPLE("bascule.toml"),
  /** Completion for zsh, by way of bash's. */
  ZSH("zsh");

  private final String file;

  Text(String file) {
    this.file = file;
  }

  /** Its name. */
  String file() {
    return file;
  }

  /** What it says. */
  String read() throws IOException {
    return new Resource(Text.class, file).read();
  }
}
