package dev.bascule.updater.check;

import dev.bascule.image.Version;
import org.jspecify.annotations.Nullable;

/**
 * What a fleet's server says that this device should run. It only names a version: which images there are, and whether they may
 * be taken, is the repository's to say.
 *
 * @param server for people
 * @param version null while it names none
 */
public record Assignment(String server, @Nullable Version version) {}
