/**
 * A volume as fixed tiles, and the payloads that bring them. Start at {@link
 * dev.bascule.image.tile.TileTable} for what a volume must be, and at {@link
 * dev.bascule.image.tile.OperationTable} for how a payload makes it so.
 */
@NullMarked
package dev.bascule.image.tile;

import org.jspecify.annotations.NullMarked;
