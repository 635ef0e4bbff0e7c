/** What the publisher's tests share. Start at {@link dev.bascule.publisher.RealTool}. */
@NullMarked
package dev.bascule.publisher;

import org.jspecify.annotations.NullMarked;
