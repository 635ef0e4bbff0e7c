package dev.bascule.publisher.repository;

import dev.bascule.image.Sha256;

/**
 * A file that is about to be published.
 *
 * @param name relative to the repository
 */
record StagedFile(String name, long length, Sha256 sha256) {}
