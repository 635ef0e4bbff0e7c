package dev.bascule.bootctl.sys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** Lowers its own priority, starts a thread, and says what the system shows of its threads. */
final class YieldingProgram {

  private YieldingProgram() {}

  public static void main(String... arguments) throws IOException, InterruptedException {
    ProcessPriority.yieldProcessor(Path.of("/proc"), 7);
    ProcessPriority.yieldMedia(Path.of("/proc"), ProcessPriority.Media.LOW);
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread.ofPlatform().start(() -> {
      started.countDown();
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    started.await();
    Set<String> nice = new TreeSet<>();
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      for (Path thread : threads.toList()) {
        String stat = Files.readString(thread.resolve("stat"), StandardCharsets.US_ASCII);
        nice.add(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
      }
    }
    end.countDown();
    System.out.println("nice " + nice);
    new ProcessBuilder("ionice", "-p", Long.toString(ProcessHandle.current().pid())).inheritIO()
        .start()
        .waitFor();
  }
}
