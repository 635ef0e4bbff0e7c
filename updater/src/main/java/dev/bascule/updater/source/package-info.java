/** A repository on a web server. Start at {@link dev.bascule.updater.source.HttpOrigin}. */
@NullMarked
package dev.bascule.updater.source;

import org.jspecify.annotations.NullMarked;
