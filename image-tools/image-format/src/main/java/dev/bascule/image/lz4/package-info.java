/**
 * Tiles of texts that LZ4 packed: the text is made by a difference from what was packed in the base, and packed again as it
 * was. Start at {@link dev.bascule.image.lz4.RepackDecoder}.
 */
@NullMarked
package dev.bascule.image.lz4;

import org.jspecify.annotations.NullMarked;
