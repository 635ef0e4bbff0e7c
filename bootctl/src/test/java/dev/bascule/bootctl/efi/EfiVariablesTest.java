package dev.bascule.bootctl.efi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.sys.Errno;
import dev.bascule.bootctl.sys.ImmutableFlag;
import dev.bascule.bootctl.sys.SystemCallException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EfiVariablesTest {
  private static final EfiName NAME = EfiName.global("BootNext");

  @TempDir
  Path directory;

  @AfterEach
  void makeChangeable() throws Exception {
    if (Files.isRegularFile(file())) {
      ImmutableFlag.set(file(), false);
    }
  }

  private Path file() {
    return directory.resolve(NAME.fileName());
  }

  /** Needs a file system with the flag and the right to set it: root, CAP_LINUX_IMMUTABLE. */
  private void makeImmutable() throws Exception {
    try {
      ImmutableFlag.set(file(), true);
    } catch (SystemCallException e) {
      assumeTrue(!e.errno().equals(Optional.of(Errno.EPERM)), String.valueOf(e.getMessage()));
      throw e;
    }
    assumeTrue(ImmutableFlag.set(file(), true), "this file system has no immutable flag");
    assertThatThrownBy(() -> Files.write(file(), new byte[]{1}))
        .isInstanceOfAny(AccessDeniedException.class, FileSystemException.class);
  }

  /** As the files of efivarfs are: the position in them cannot be asked for. A named pipe is such a file too. */
  @Test
  void readsAFileThatHasNoPosition() throws Exception {
    var pipe = new ProcessBuilder("mkfifo", file().toString()).start();
    assertThat(pipe.waitFor()).isZero();
    var writer = Thread.ofVirtual().start(() -> {
      try (var out = Files.newOutputStream(file(), StandardOpenOption.WRITE)) {
        out.write(new byte[]{7, 0, 0, 0, 1, 2});
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });

    var data = new EfiVariables(directory).read(NAME);

    writer.join();
    assertThat(data).hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(1, 2));
  }

  @Test
  void changesAnImmutableVariableAndLeavesItImmutable() throws Exception {
    var variables = new EfiVariables(directory);
    variables.write(NAME, new byte[]{1, 0});
    makeImmutable();

    variables.write(NAME, new byte[]{2, 0});

    assertThat(variables.read(NAME)).hasValueSatisfying(
        data -> assertThat(data).containsExactly(2, 0));
    assertThat(ImmutableFlag.set(file(), true)).isTrue();
  }

  @Test
  void deletesAnImmutableVariable() throws Exception {
    var variables = new EfiVariables(directory);
    variables.write(NAME, new byte[]{1, 0});
    makeImmutable();

    variables.delete(NAME);

    assertThat(variables.read(NAME)).isEmpty();
  }

  @Test
  void givesANewVariableTheUsualAttributes() throws Exception {
    new EfiVariables(directory).write(NAME, new byte[]{1, 0});

    assertThat(file()).hasBinaryContent(new byte[]{7, 0, 0, 0, 1, 0});
  }

  @Test
  void refusesAVariableWithoutAttributes() throws Exception {
    Files.write(file(), new byte[]{7, 0, 0});

    assertThatThrownBy(() -> new EfiVariables(directory).read(NAME))
        .isInstanceOf(BootException.class)
        .hasMessageContaining("expected 4 to 65536 bytes, found 3");
  }
}
