/**
 * Boot loaders that keep their choice in named variables: reading, deciding and writing, whatever the
 * store and the names. Start at {@link dev.bascule.bootctl.variables.SpelledStore}.
 */
@NullMarked
package dev.bascule.bootctl.variables;

import org.jspecify.annotations.NullMarked;
