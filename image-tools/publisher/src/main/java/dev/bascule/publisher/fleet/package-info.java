/** What a whole fleet is offered, in one file that people keep under version control. Start at {@link dev.bascule.publisher.fleet.FleetFile}. */
@NullMarked
package dev.bascule.publisher.fleet;

import org.jspecify.annotations.NullMarked;
