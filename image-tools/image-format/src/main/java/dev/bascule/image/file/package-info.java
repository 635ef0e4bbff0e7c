/** Files as all programs of the project handle them. */
@NullMarked
package dev.bascule.image.file;

import org.jspecify.annotations.NullMarked;
