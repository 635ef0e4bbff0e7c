/** Calendar expressions as systemd has them. Start at {@link dev.bascule.updater.calendar.CalendarExpression}. */
@NullMarked
package dev.bascule.updater.calendar;

import org.jspecify.annotations.NullMarked;
