/** Where the files of an EROFS volume are packed. Start at {@link dev.bascule.publisher.erofs.ErofsVolume}. */
@NullMarked
package dev.bascule.publisher.erofs;

import org.jspecify.annotations.NullMarked;
