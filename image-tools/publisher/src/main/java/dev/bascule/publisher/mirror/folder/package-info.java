/** A directory as a store: one that is mounted, or that a web server serves. */
@NullMarked
package dev.bascule.publisher.mirror.folder;

import org.jspecify.annotations.NullMarked;
