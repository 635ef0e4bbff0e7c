package dev.bascule.bootctl.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.bootctl.ExternalTool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Open files that Python's own sockets hand over. */
class LocalStreamTest {

  @TempDir
  private Path directory;

  @Test
  void takesFilesWithTheBytesThatTheyCameWithAndNoMoreThanItsBound() throws Exception {
    Files.writeString(directory.resolve("one"), "first");
    Files.writeString(directory.resolve("two"), "second");
    Process python = serve("""
      one = os.open('one', os.O_RDONLY)
      two = os.open('two', os.O_WRONLY)
      os.lseek(one, 3, os.SEEK_SET)
      os.unlink('one')
      socket.send_fds(peer, [b'abc'], [one, two, os.open('.', os.O_RDONLY), os.pipe()[0]])
      peer.recv(1)
      socket.send_fds(peer, [b'd'], [one] * 100)
      peer.recv(1)
      print(os.lseek(one, 0, os.SEEK_CUR))
      """);
    try (LocalStream stream = LocalStream.connect(directory.resolve("socket"))) {
      List<OpenFile> files = new ArrayList<>();
      assertThat(receive(stream, files)).isEqualTo("abc");
      assertThat(files).hasSize(4);
      OpenFile one = files.getFirst();
      assertThat(one.kind()).isEqualTo("a file");
      assertThat(one.isReadable()).isTrue();
      assertThat(one.size()).isEqualTo(5);
      assertThat(one.toString()).endsWith("/one (deleted)");
      ByteBuffer content = ByteBuffer.allocate(10);
      assertThat(one.read(0, content)).isEqualTo(5);
      assertThat(content.flip()).isEqualTo(StandardCharsets.UTF_8.encode("first"));
      assertThat(one.read(5, content.clear())).isEqualTo(-1);
      assertThat(files.get(1).isReadable()).isFalse();
      assertThat(files.get(2).kind()).isEqualTo("a directory");
      assertThat(files.get(3).kind()).isEqualTo("a pipe");
      files.forEach(OpenFile::close);
      assertThatThrownBy(() -> one.read(0, content.clear())).isInstanceOf(IOException.class);

      long before = descriptors();
      files.clear();
      stream.send(ByteBuffer.wrap(new byte[1]));
      assertThat(receive(stream, files)).isEqualTo("d");
      assertThat(files).hasSize(LocalStream.MOST_FILES);
      assertThat(descriptors() - before).isEqualTo(LocalStream.MOST_FILES);
      files.forEach(OpenFile::close);
      stream.send(ByteBuffer.wrap(new byte[1]));
      assertThat(stream.receive(ByteBuffer.allocate(1), files)).isEqualTo(-1);
    }
    assertThat(new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .as("where its giver stood in the file")
        .isEqualTo("3\n");
  }

  @Test
  void sendsMoreThanASocketHoldsAndWakesWhoeverWaitsWhenItIsClosed() throws Exception {
    Process python = serve("""
      got = b''
      while len(got) < 3_000_000:
        got += peer.recv(1 << 16)
      print(sum(got), flush=True)
      peer.recv(1)
      """);
    byte[] bytes = new byte[3_000_000];
    long sum = 0;
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
      sum += bytes[i] & 0xff;
    }
    CountDownLatch begun = new CountDownLatch(1);
    Thread waiting;
    try (LocalStream stream = LocalStream.connect(directory.resolve("socket"))) {
      stream.send(ByteBuffer.wrap(bytes));
      assertThat(python.inputReader().readLine()).isEqualTo(Long.toString(sum));
      waiting = Thread.ofPlatform().start(() -> {
        begun.countDown();
        try {
          stream.receive(ByteBuffer.allocate(1), new ArrayList<>());
        } catch (IOException e) {
          // It was closed before it came so far as to wait.
        }
      });
      begun.await();
    }
    waiting.join();
    assertThatThrownBy(() -> LocalStream.connect(directory.resolve("nobody")))
        .hasMessageContaining("connect")
        .hasMessageContaining("ENOENT");
  }

  private Process serve(String script) throws Exception {
    Process python = new ProcessBuilder(ExternalTool.require("python3").program().toString(), "-c",
        """
          import os, socket
          listening = socket.socket(socket.AF_UNIX)
          listening.bind('socket')
          listening.listen()
          print('ready', flush=True)
          peer, _ = listening.accept()
          """ + script).directory(directory.toFile())
        .redirectError(
            ProcessBuilder.Redirect.INHERIT)
        .start();
    int ready = 0;
    while (ready != '\n') {
      ready = python.getInputStream().read();
      assertThat(ready).isPositive();
    }
    return python;
  }

  private static String receive(LocalStream stream, List<OpenFile> files) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(10);
    stream.receive(bytes, files);
    return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.count();
    }
  }
}
