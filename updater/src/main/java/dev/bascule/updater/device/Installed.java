package dev.bascule.updater.device;

import dev.bascule.updater.check.Selection;
import dev.bascule.updater.install.InstallReport;
import dev.bascule.updater.update.Result;
import org.jspecify.annotations.Nullable;

/**
 * What came of looking for an image and installing it.
 *
 * @param selection what the repository had
 * @param result what became of the install, or null if nothing was selected
 * @param cost what was transferred, or null if nothing was
 */
public record Installed(
    Selection selection, @Nullable Result result, @Nullable InstallReport cost) {}
