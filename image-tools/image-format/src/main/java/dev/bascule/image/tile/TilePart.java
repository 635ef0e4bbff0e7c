package dev.bascule.image.tile;

/**
 * A part of a tile.
 *
 * @param from where it begins in the tile, in bytes
 * @param length bytes, at least 1
 */
public record TilePart(int tile, int from, int length) {}
