/** TOML that people write: read within bounds, with a word on what was probably meant. Start at {@link dev.bascule.image.toml.TomlText}. */
@NullMarked
package dev.bascule.image.toml;

import org.jspecify.annotations.NullMarked;
