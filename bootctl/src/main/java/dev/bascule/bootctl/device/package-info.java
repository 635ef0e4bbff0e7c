/**
 * Block devices as the kernel's sysfs describes them. Start at
 * {@link dev.bascule.bootctl.device.BlockDevices}.
 */
@NullMarked
package dev.bascule.bootctl.device;

import org.jspecify.annotations.NullMarked;
