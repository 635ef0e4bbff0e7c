/**
 * Manual pages and shell completion of all three programs, made of what their {@code --help} says. Start at
 * {@link dev.bascule.lab.manual.Manual}.
 */
@NullMarked
package dev.bascule.lab.manual;

import org.jspecify.annotations.NullMarked;
