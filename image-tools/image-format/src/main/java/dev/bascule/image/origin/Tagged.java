package dev.bascule.image.origin;

import org.jspecify.annotations.Nullable;

/**
 * A file that was asked for with the tag of what is held of it.
 *
 * @param body the whole file; null if it is still what is held
 * @param tag stands for this content of the file, at this origin; empty if the origin has no such thing
 */
public record Tagged(@Nullable Body body, String tag) {}
