package dev.bascule.image.lz4;

/**
 * Blocks of a volume in which a packed text begins.
 *
 * @param offset where they begin, in bytes
 * @param end where they end
 */
public record PackedExtent(long offset, long end) {}
