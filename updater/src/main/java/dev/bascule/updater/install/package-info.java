/**
 * Writes an image's volumes into a slot and proves that they are there. Start at {@link
 * dev.bascule.updater.install.Installer}.
 */
@NullMarked
package dev.bascule.updater.install;

import org.jspecify.annotations.NullMarked;
