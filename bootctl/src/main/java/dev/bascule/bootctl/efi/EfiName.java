package dev.bascule.bootctl.efi;

import java.util.UUID;

/** A variable's name and whose it is. */
public record EfiName(String name, UUID vendor) {
  /** EFI_GLOBAL_VARIABLE: the specification's own. */
  static final UUID GLOBAL = UUID.fromString("8be4df61-93ca-11d2-aa0d-00e098032b8c");

  public EfiName {
    if (name.isEmpty() || name.length() > 128
        || name.indexOf('/') >= 0
        || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a variable's name: " + name);
    }
  }

  static EfiName global(String name) {
    return new EfiName(name, GLOBAL);
  }

  /** As efivarfs calls its file: {@code BootOrder-8be4df61-93ca-11d2-aa0d-00e098032b8c}. */
  String fileName() {
    return name + "-" + vendor;
  }

  @Override
  public String toString() {
    return name;
  }
}
