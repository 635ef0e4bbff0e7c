package dev.bascule.lab.load;

/** What has happened since a device looked last. */
enum Occasion {
  NEW_DEVICE("a new device's first look"), NOTHING("nothing new"), TIMESTAMP(
      "the timestamp was signed anew"), OTHER_MODEL("another model's catalogue changed"), OWN_MODEL(
          "its own channel offers another version"), NEXT_DAY(
              "a day later, nothing new"), QUIET_DAY(
                  "**a day: four looks, one new timestamp**"), BUSY_DAY(
                      "**a day: four looks, other models change between all of them**");

  private final String words;

  Occasion(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /** Whether it takes a repository with more than one model. */
  boolean needsOthers() {
    return this == OTHER_MODEL || this == BUSY_DAY;
  }
}
