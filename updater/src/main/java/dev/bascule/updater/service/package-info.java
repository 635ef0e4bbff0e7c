/**
 * The device at the service of others, who come over the bus or from the technician's page: one job at a time, with its
 * progress. Start at {@link dev.bascule.updater.service.UpdateService}.
 */
@NullMarked
package dev.bascule.updater.service;

import org.jspecify.annotations.NullMarked;
