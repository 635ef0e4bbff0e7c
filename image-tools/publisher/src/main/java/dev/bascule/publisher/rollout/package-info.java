/** Rollouts before they are signed: templates, and what they would do to a fleet. Start at {@link dev.bascule.publisher.rollout.Template}. */
@NullMarked
package dev.bascule.publisher.rollout;

import org.jspecify.annotations.NullMarked;
