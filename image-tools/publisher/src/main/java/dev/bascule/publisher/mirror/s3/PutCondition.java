package dev.bascule.publisher.mirror.s3;

/** Under which condition an object may be put; servers that know none answer 501. */
sealed interface PutCondition {

  /** There is none of that name. */
  record Absent() implements PutCondition {}

  /** There is the one that a tag stands for. */
  record Tagged(String tag) implements PutCondition {}
}
