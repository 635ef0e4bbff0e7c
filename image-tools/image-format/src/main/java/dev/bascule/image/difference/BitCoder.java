package dev.bascule.image.difference;

/** Codes bits whose probabilities are known, one way or the other: writer and reader share all models. */
interface BitCoder {

  /** Bits of a probability's precision. */
  int PRECISION = 16;

  /**
   * Codes a bit.
   *
   * @param bit the bit to write; a reader ignores it
   * @param one how likely it is 1, from 1 to 65535 of 65536
   * @return the bit that was written or read
   */
  int code(int bit, int one);
}
