/**
 * The device's TUF client under the judgement of others: it speaks the protocol of
 * theupdateframework/tuf-conformance. Start at {@link dev.bascule.lab.tuf.ConformanceClient}.
 */
@NullMarked
package dev.bascule.lab.tuf;

import org.jspecify.annotations.NullMarked;
