/** Writes payloads. Start at {@link dev.bascule.publisher.payload.PayloadFile}. */
@NullMarked
package dev.bascule.publisher.payload;

import org.jspecify.annotations.NullMarked;
