/**
 * Where the device stands between two images. Start at {@link dev.bascule.updater.state.StateMachine}.
 */
@NullMarked
package dev.bascule.updater.state;

import org.jspecify.annotations.NullMarked;
