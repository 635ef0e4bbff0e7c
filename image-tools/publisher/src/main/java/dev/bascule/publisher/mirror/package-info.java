/**
 * A repository's copy in a store that devices read, made file by file so that they never see half of it. Start at
 * {@link dev.bascule.publisher.mirror.Mirror}.
 */
@NullMarked
package dev.bascule.publisher.mirror;

import org.jspecify.annotations.NullMarked;
