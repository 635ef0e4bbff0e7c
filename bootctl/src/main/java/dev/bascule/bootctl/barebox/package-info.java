/**
 * barebox's bootchooser with its run-time variables in the state framework. Start at
 * {@link dev.bascule.bootctl.barebox.BootstateStore}.
 *
 * <p>Sources: barebox documentation, "Barebox Bootchooser" and "Barebox State Framework"; the names of the
 * variables and the priorities are RAUC's.
 */
@NullMarked
package dev.bascule.bootctl.barebox;

import org.jspecify.annotations.NullMarked;
