/** Placeholder. */
@org.jspecify.annotations.NullMarked
package dev.bascule.updater;
