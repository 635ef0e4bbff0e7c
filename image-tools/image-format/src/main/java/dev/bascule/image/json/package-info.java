/**
 * JSON as signed documents need it: read strictly, written canonically. Start at
 * {@link dev.bascule.image.json.StrictJson}.
 */
@NullMarked
package dev.bascule.image.json;

import org.jspecify.annotations.NullMarked;
