/** The command {@code bascule}. Start at {@link dev.bascule.updater.cli.Main}. */
@NullMarked
package dev.bascule.updater.cli;

import org.jspecify.annotations.NullMarked;
