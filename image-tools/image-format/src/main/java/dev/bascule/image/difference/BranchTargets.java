package dev.bascule.image.difference;

import java.util.Arrays;

/**
 * Where places of the source have moved to in the tile's volume, as far as branches have told: what one branch says of
 * a place, the next one to it follows. Of places that share a slot the last one is known.
 */
final class BranchTargets {

  private static final int BITS = 14;

  private final int[] places = new int[1 << BITS];
  private final int[] moves = new int[1 << BITS];

  void clear() {
    Arrays.fill(places, 0);
    Arrays.fill(moves, 0);
  }

  /** By how many bytes a place has moved, or the other value where nothing is known of it. */
  int move(int place, int unknown) {
    int slot = slot(place);
    return places[slot] == place && place != 0 ? moves[slot] : unknown;
  }

  void learn(int place, int move) {
    int slot = slot(place);
    places[slot] = place;
    moves[slot] = move;
  }

  private static int slot(int place) {
    return (place * 0x9e3779b1) >>> (Integer.SIZE - BITS);
  }
}
