/**
 * Which boot loader a device has, told from what can be seen on it. Start at
 * {@link dev.bascule.bootctl.detect.Detection}.
 */
@NullMarked
package dev.bascule.bootctl.detect;

import org.jspecify.annotations.NullMarked;
