package dev.bascule.publisher.mirror;

import java.time.Instant;

/**
 * What a store's listing says of a file.
 *
 * @param length in bytes
 * @param modified when it was put there, by the store's clock; {@link Instant#MAX} if the store does not say
 */
public record Listed(long length, Instant modified) {}
