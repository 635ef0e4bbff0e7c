/** Values that every part of an image's format shares: digests and versions. */
@NullMarked
package dev.bascule.image;

import org.jspecify.annotations.NullMarked;
