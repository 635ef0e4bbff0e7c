package dev.bascule.updater.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.bootctl.BootException;
import dev.bascule.image.bundle.BundleException;
import dev.bascule.image.tuf.ExpiredException;
import dev.bascule.image.tuf.RollbackException;
import dev.bascule.image.tuf.TufException;
import dev.bascule.updater.UpdaterException;
import dev.bascule.updater.install.InstallException;
import dev.bascule.updater.update.DeviceLock.BusyException;
import java.io.IOException;
import java.util.Locale;

/** An error that ended a verb, in words and in JSON. */
public final class Failures {

  private Failures() {}

  /** What happened and what to do: members {@code error}, {@code message} and {@code remedy}. */
  public static ObjectNode facts(IOException failure) {
    return JsonNodeFactory.instance.objectNode()
        .put("result", "error")
        .put("error", kind(failure))
        .put("message", failure.getMessage() == null
            ? failure.getClass().getSimpleName()
            : failure.getMessage())
        .put("remedy", remedy(failure));
  }

  private static String remedy(IOException failure) {
    return switch (failure) {
      case UpdaterException e -> e.remedy();
      case BootException e -> e.remedy();
      case ExpiredException _ ->
        "renew the repository: bascule-image refresh; a bundle that cannot be renewed is taken "
            + "with --allow-expired, which the journal keeps";
      case RollbackException _ ->
        "what is offered is older than what this device has seen: take a newer bundle, or a "
            + "mirror that is up to date";
      default -> "";
    };
  }

  private static String kind(IOException failure) {
    return switch (failure) {
      case BundleException _ -> "bundle";
      case TufException e when e.getCause() instanceof BundleException -> "bundle";
      case TufException e -> e.reason();
      case InstallException e -> e.fault().name().toLowerCase(Locale.ROOT);
      case BootException _ -> "boot_loader";
      case BusyException _ -> "busy";
      case UpdaterException _ -> "updater";
      default -> "io";
    };
  }
}
