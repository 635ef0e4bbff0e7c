package dev.bascule.image.difference;

/** The parts of a difference, each of which is compressed by itself: like stands beside like. In this order. */
enum Column {
  /** How many literals each step begins with. */
  LITERAL_COUNTS(0),
  /** How many bytes each step copies after them. */
  COPY_COUNTS(1),
  /** By how much each step's distance from tile to source differs from that of the step before. */
  SHIFTS(2),
  /** The literals. */
  LITERALS(3),
  /** How many copied bytes are right before each one that is not. */
  GAPS(4),
  /** What to add to each of those. */
  CHANGES(5),
  /** How many branches go where they are expected before each one that does not. */
  BRANCH_GAPS(6),
  /** By how much each of those goes elsewhere, less what it was the last time. */
  BRANCH_CHANGES(7);

  private static final Column[] ALL = values();

  static final int COUNT = ALL.length;

  /** The column's place among the others, from 0. */
  final int place;

  Column(int place) {
    this.place = place;
  }

  static Column at(int place) {
    return ALL[place];
  }
}
