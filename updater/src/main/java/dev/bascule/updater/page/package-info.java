/** The technician's page. Start at {@link dev.bascule.updater.page.PageServer}. */
@NullMarked
package dev.bascule.updater.page;

import org.jspecify.annotations.NullMarked;
