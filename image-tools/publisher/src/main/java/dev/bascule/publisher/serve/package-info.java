/** A repository over HTTP, for benches and small fleets. Start at {@link dev.bascule.publisher.serve.RepositoryServer}. */
@NullMarked
package dev.bascule.publisher.serve;

import org.jspecify.annotations.NullMarked;
