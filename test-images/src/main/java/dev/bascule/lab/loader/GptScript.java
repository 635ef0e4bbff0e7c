package dev.bascule.lab.loader;

import dev.bascule.lab.Checkout;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The script for U-Boot that docs/boot-loaders.md has for the GPT's attribute bits, with QEMU's disk and a kernel that
 * speaks on its serial port.
 *
 * @param text what mkimage is given
 */
record GptScript(String text) {

  /** The script knows sectors of this size only. */
  static final int SECTOR = 512;

  /** Where the choice has been made and written, and the kernel would be loaded. */
  private static final String START = "# Start it.\n";

  static GptScript documented(Checkout checkout) throws IOException {
    String text = DocumentedScript.read(checkout, "GPT attribute bits");
    if (!text.contains(START) || !text.contains("setenv disk mmc\n")) {
      throw new IOException("expected a script for U-Boot with a line " + START);
    }
    return new GptScript(text.replace("setenv disk mmc\n", "setenv disk virtio\n")
        .replace("root=PARTLABEL=root-", "root=PARTLABEL=ROOT-")
        .replace("panic=30", Kernel.ARM_OPTIONS));
  }

  /** For a disk with this last sector. */
  GptScript on(long last) {
    return new GptScript(text.replaceFirst("setenv last [0-9a-f]+\n",
        "setenv last " + Long.toHexString(last) + "\n"));
  }

  /** The choice alone: what it leaves is in its variables and on the disk. */
  GptScript choice() {
    return new GptScript(text.substring(0, text.indexOf(START)));
  }

  /** Writes it as U-Boot reads it. */
  void compile(Path file) throws IOException {
    new UbootScript(text).compile(file, "arm64");
  }
}
