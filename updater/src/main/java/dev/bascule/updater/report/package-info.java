/**
 * What the device has to say, in words for people and in JSON for machines: the command, the bus and the technician's page
 * say the same. Start at {@link dev.bascule.updater.report.StatusReport}.
 */
@NullMarked
package dev.bascule.updater.report;

import org.jspecify.annotations.NullMarked;
