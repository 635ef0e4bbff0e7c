/** The command {@code bascule-image}. Start at {@link dev.bascule.publisher.cli.Main}. */
@NullMarked
package dev.bascule.publisher.cli;

import org.jspecify.annotations.NullMarked;
