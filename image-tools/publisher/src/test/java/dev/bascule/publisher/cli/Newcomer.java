package dev.bascule.publisher.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Somebody at a desk who comes from another updater, with its files and its owner's keys. */
abstract class Newcomer {

  /** What an import asks for besides the file and whom it is to trust. */
  static final String REST = " --model board --release 3 --level 1 --out @out --json ";

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path directory;
  @SuppressWarnings("NullAway.Init") // made before each test
  Desk desk;
  @SuppressWarnings("NullAway.Init") // made before each test
  OldOwner owner;

  @BeforeEach
  final void sitDown() throws IOException {
    desk = new Desk(directory);
    // The owner's certificates are made by the machine's clock.
    desk.later(Duration.between(desk.now(), Instant.now().plusSeconds(60)));
    owner = OldOwner.in(directory);
  }
}
