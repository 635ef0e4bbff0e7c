package dev.bascule.bootctl;

/** One of the two sets of volumes that a device boots from. */
public enum Slot {
  A, B;

  /** The slot that is not this one. */
  public Slot other() {
    return switch (this) {
      case A -> B;
      case B -> A;
    };
  }
}
