package dev.bascule.updater.check;

/**
 * One question that was asked before an image is taken, and its answer.
 *
 * @param question one word, stable: {@code channel}, {@code floor}, …
 * @param answer in words, for people
 */
public record Finding(String question, boolean passed, String answer) {}
