/** The signed description of one image. Start at {@link dev.bascule.image.manifest.ImageManifest}. */
@NullMarked
package dev.bascule.image.manifest;

import org.jspecify.annotations.NullMarked;
