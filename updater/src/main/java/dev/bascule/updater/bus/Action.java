package dev.bascule.updater.bus;

/** What polkit is asked for, one by one: {@code systemd/polkit/dev.bascule.updater1.policy} has the same names. */
enum Action {
  CHECK("check"), INSTALL("install"), INSTALL_EXPIRED("install-expired"), ACTIVATE(
      "activate"), CANCEL("cancel"), ROLLBACK(
          "rollback"), ROLLBACK_BELOW_FLOOR("rollback-below-floor"), MARK("mark"), REBOOT("reboot");

  private final String word;

  Action(String word) {
    this.word = word;
  }

  /** The action's id. */
  String id() {
    return "dev.bascule.updater1." + word;
  }
}
