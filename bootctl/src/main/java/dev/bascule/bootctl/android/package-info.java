/**
 * Android's A/B control block in the {@code misc} partition, which U-Boot's {@code ab_select} and the
 * loaders of Android devices read. Start at {@link dev.bascule.bootctl.android.ControlBlockStore}.
 *
 * <p>Source: {@code struct bootloader_control} in {@code include/android_bootloader_message.h} and
 * {@code boot/android_ab.c} of U-Boot.
 */
@NullMarked
package dev.bascule.bootctl.android;

import org.jspecify.annotations.NullMarked;
