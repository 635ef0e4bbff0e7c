/** What is offered to a model's devices. Start at {@link dev.bascule.image.catalog.Catalog}. */
@NullMarked
package dev.bascule.image.catalog;

import org.jspecify.annotations.NullMarked;
