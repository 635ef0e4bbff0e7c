/** Reads SWUpdate's archives. Start at {@link dev.bascule.publisher.swupdate.SwupdateFormat}. */
@NullMarked
package dev.bascule.publisher.swupdate;

import org.jspecify.annotations.NullMarked;
