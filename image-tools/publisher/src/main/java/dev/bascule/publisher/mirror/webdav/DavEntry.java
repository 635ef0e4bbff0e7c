package dev.bascule.publisher.mirror.webdav;

import java.time.Instant;

/**
 * What a server says of one thing in a collection.
 *
 * @param href its URL or path, as the server wrote it
 * @param collection whether it holds others
 * @param length in bytes; -1 if the server does not say
 * @param modified {@link Instant#MAX} if the server does not say
 */
record DavEntry(String href, boolean collection, long length, Instant modified) {}
