/** The laboratory's command. Start at {@link dev.bascule.lab.cli.Main}. */
@NullMarked
package dev.bascule.lab.cli;

import org.jspecify.annotations.NullMarked;
