/** Rules that hold for all modules. Start at {@link dev.bascule.lab.architecture.ArchitectureTest}. */
@NullMarked
package dev.bascule.lab.architecture;

import org.jspecify.annotations.NullMarked;
