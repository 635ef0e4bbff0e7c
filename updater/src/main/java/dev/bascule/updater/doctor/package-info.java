/**
 * Looks at the whole device and says what is not as it should be, and what to do. Start at
 * {@link dev.bascule.updater.doctor.Doctor}.
 */
@NullMarked
package dev.bascule.updater.doctor;

import org.jspecify.annotations.NullMarked;
