/**
 * The hash tree of dm-verity, byte for byte as {@code veritysetup format} writes it. Start at {@link
 * dev.bascule.image.verity.VerityTree}; {@link dev.bascule.image.verity.VerityLayout} says where each block goes.
 */
@NullMarked
package dev.bascule.image.verity;

import org.jspecify.annotations.NullMarked;
