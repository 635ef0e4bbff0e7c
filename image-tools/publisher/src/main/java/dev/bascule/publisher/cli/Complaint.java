package dev.bascule.publisher.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What went wrong, in a sentence: Java's file exceptions say no more than a path. */
final class Complaint {

  private Complaint() {}

  static String of(Throwable failure) {
    return switch (failure) {
      case NoSuchFileException e -> e.getMessage() + ": no such file or directory";
      case NotDirectoryException e -> e.getMessage() + ": not a directory";
      case AccessDeniedException e -> e.getMessage() + ": permission denied";
      case FileAlreadyExistsException e -> e.getMessage() + ": exists already";
      case UnknownHostException e -> e.getMessage() + ": no such host or address";
      case BindException e ->
        e.getMessage() + "; is another server running? --port 0 takes a free port";
      case IOException e -> String.valueOf(e.getMessage());
      default -> "internal error: " + failure;
    };
  }
}
