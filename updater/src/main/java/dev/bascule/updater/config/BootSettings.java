package dev.bascule.updater.config;

import org.jspecify.annotations.Nullable;

/**
 * The boot loader and how it is used: the table {@code [boot]}.
 *
 * @param loader its name, {@code gpt} for instance
 * @param volume the role of the volumes whose partitions stand for the slots where the loader goes by partitions
 * @param disk the disk or file that has its state, or null where it needs not be told
 * @param tries how often it may try a new image before it gives it up, 1 to 15
 */
public record BootSettings(String loader, String volume, @Nullable String disk, int tries,
    RebootWay reboot) {}
