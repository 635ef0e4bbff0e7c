/**
 * Which boot loader a device has, and its boot control. Start at
 * {@link dev.bascule.bootctl.loader.BootControls}.
 */
@NullMarked
package dev.bascule.bootctl.loader;

import org.jspecify.annotations.NullMarked;
