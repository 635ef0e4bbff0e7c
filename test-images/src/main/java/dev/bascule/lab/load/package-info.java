/**
 * What a fleet costs: its origin at each look, its devices, its publisher, and what happens after an outage. Start at
 * {@link dev.bascule.lab.load.OriginLoad}.
 */
@NullMarked
package dev.bascule.lab.load;

import org.jspecify.annotations.NullMarked;
