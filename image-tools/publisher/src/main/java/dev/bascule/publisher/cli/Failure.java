package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.tuf.TufException;
import dev.bascule.publisher.fleet.FleetFileException;
import dev.bascule.publisher.foreign.ForeignException;
import dev.bascule.publisher.foreign.NotVouchedException;
import dev.bascule.publisher.mirror.StoreException;
import dev.bascule.publisher.repository.RefusedException;
import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * What went wrong, for people and for scripts. Java's own file exceptions say no more than a path.
 *
 * @param exitCode one of {@link ExitCode}'s
 * @param reason a word for scripts
 */
record Failure(int exitCode, String reason, String message) {

  static Failure of(Throwable failure) {
    return switch (failure) {
      case RefusedException e -> new Failure(ExitCode.REFUSED, e.reason().toString(), message(e));
      case NotVouchedException e ->
        new Failure(ExitCode.REFUSED, "not-vouched", message(e));
      case ForeignException e -> new Failure(ExitCode.ERROR, "foreign", message(e));
      case FleetFileException e -> new Failure(ExitCode.ERROR, "fleet-file", message(e));
      case StoreException e -> new Failure(ExitCode.ERROR, e.reason().toString(), message(e));
      case TufException e -> new Failure(ExitCode.ERROR, e.reason(), message(e));
      case IllegalArgumentException e -> new Failure(ExitCode.USAGE, "usage", message(e));
      case IOException e -> new Failure(ExitCode.ERROR, "error", message(e));
      default -> new Failure(ExitCode.ERROR, "bug", "a bug of this program: " + failure);
    };
  }

  private static String message(Exception failure) {
    String message = String.valueOf(failure.getMessage());
    return switch (failure) {
      case NoSuchFileException e -> message + ": no such file or directory";
      case NotDirectoryException e -> message + ": not a directory";
      case AccessDeniedException e -> message + ": permission denied";
      case FileAlreadyExistsException e -> message + ": exists already; choose another name";
      case UnknownHostException e -> message + ": no such host or address";
      case BindException e -> message + "; is another server running? --port 0 takes a free port";
      default -> message;
    };
  }

  boolean isBug() {
    return reason.equals("bug");
  }

  ObjectNode json() {
    ObjectNode json = Step.object();
    json.putObject("error").put("reason", reason).put("message", message);
    return json;
  }
}
