/**
 * The repository that devices read, and how it changes without ever being half changed. Start at
 * {@link dev.bascule.publisher.repository.RepositoryDirectory}.
 */
@NullMarked
package dev.bascule.publisher.repository;

import org.jspecify.annotations.NullMarked;
