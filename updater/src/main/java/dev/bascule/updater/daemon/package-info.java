/** Looking for updates again and again. Start at {@link dev.bascule.updater.daemon.PollLoop}. */
@NullMarked
package dev.bascule.updater.daemon;

import org.jspecify.annotations.NullMarked;
