package dev.bascule.updater.config;

import dev.bascule.bootctl.loader.LoaderConfig;
import org.jspecify.annotations.Nullable;

/**
 * The boot loader and how it is used: the table {@code [boot]}.
 *
 * @param loader which one, and where it keeps its choice
 * @param disk the disk or file that volumes named by PARTLABEL or PARTUUID are on, or null where none is
 * @param tries how often it may try a new image before it gives it up, 1 to 15
 */
public record BootSettings(LoaderConfig loader, @Nullable String disk, int tries,
    RebootWay reboot) {}
