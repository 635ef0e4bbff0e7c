/** From volumes to a signed-to-be image. Start at {@link dev.bascule.publisher.build.ImageBuilder}. */
@NullMarked
package dev.bascule.publisher.build;

import org.jspecify.annotations.NullMarked;
