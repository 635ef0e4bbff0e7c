package dev.bascule.updater.check;

import dev.bascule.image.VersionPattern;
import dev.bascule.image.catalog.Seed;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Which of a catalogue's versions a device follows, and when.
 *
 * @param group the devices that it goes with, or null: a rollout may let some groups go first
 * @param pin the versions that it takes, or null for all
 * @param seed its place in rollouts
 * @param zone where the local time of a rollout's start is its own
 */
public record Following(String channel, @Nullable String group, @Nullable VersionPattern pin,
    Seed seed, ZoneId zone) {}
