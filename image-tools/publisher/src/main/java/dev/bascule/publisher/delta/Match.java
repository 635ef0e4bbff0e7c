package dev.bascule.publisher.delta;

import dev.bascule.image.tile.Extent;

/**
 * A stretch of a tile that has much in common with a stretch of a source.
 *
 * @param space the source's
 * @param start its first byte in the tile
 * @param end behind its last byte in the tile
 * @param distance from a byte's position in the tile to its counterpart's in the source
 * @param anchors how many anchors they share
 */
record Match(Extent.Space space, int start, int end, long distance, int anchors) {}
