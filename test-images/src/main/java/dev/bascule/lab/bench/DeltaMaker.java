package dev.bascule.lab.bench;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.JavaProgram;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A way to bring an image to a device that holds another one: what is fetched, and what it costs to make. */
public enum DeltaMaker {
  /** This project's delta. */
  BASCULE("Bascule, delta") {
    @Override
    Made make(Path before, Path after, Path work) throws IOException {
      JavaProgram program = Checkout.find().basculeImage();
      build(program, work.resolve("before"), before, "1.0.0", FAST, work);
      build(program, work.resolve("after"), after, "1.1.0", FAST, work);
      Usage usage = timed(program.command("delta", "--image", work.resolve("after").toString(),
          "--from", work.resolve("before").toString()), work);
      List<Path> made = files(work.resolve("after"), ".delta");
      // What did not change has none: the manifest's digest says so.
      return new Made(label(), made.isEmpty() ? 0 : Files.size(made.getFirst()), usage);
    }
  },
  /** This project's payload that needs no base. */
  BASCULE_FULL("Bascule, full payload") {
    @Override
    Made make(Path before, Path after, Path work) throws IOException {
      Path built = work.resolve("after");
      Usage usage = build(Checkout.find().basculeImage(), built, after, "1.1.0", HARD, work);
      return new Made(label(), Files.size(files(built, ".full").getFirst()), usage);
    }
  },
  /** The whole image as one frame. */
  ZSTD("zstd -19, whole image") {
    @Override
    Made make(Path before, Path after, Path work) throws IOException {
      Path result = work.resolve("zst");
      return file(result, Tool.of("zstd")
          .command("-q", "-19", after.toString(), "-o", result.toString()), work);
    }
  },
  /** A frame that continues the whole base. */
  ZSTD_PATCH("zstd -19 --patch-from") {
    @Override
    Made make(Path before, Path after, Path work) throws IOException {
      Path result = work.resolve("patch");
      return file(result, Tool.of("zstd")
          .command("-q", "-19", "--patch-from=" + before,
              after.toString(), "-o", result.toString()),
          work);
    }
  },
  /** VCDIFF, RFC 3284. */
  XDELTA3("xdelta3 -9") {
    @Override
    Made make(Path before, Path after, Path work) throws IOException {
      Path result = work.resolve("vcdiff");
      return file(result, Tool.of("xdelta3")
          .command("-e", "-9", "-f", "-s", before.toString(),
              after.toString(), result.toString()),
          work);
    }
  },
  /** Chunks cut by content: the second's index and the chunks that the first lacks. */
  CASYNC("casync") {
    @Override
    Made make(Path before, Path after, Path work) throws IOException {
      Path store = work.resolve("store");
      Path index = work.resolve("after.caibx");
      chunk(store, work.resolve("before.caibx"), before, work);
      long held = size(store);
      Usage usage = chunk(store, index, after, work);
      return new Made(label(), size(store) - held + Files.size(index), usage);
    }

    private Usage chunk(Path store, Path index, Path image, Path work) throws IOException {
      return timed(Tool.of("casync")
          .command("make", "--store=" + store, index.toString(), image.toString()), work);
    }
  },
  /** The same by zchunk: the second's header and its new chunks. */
  ZCHUNK("zchunk") {
    @Override
    Made make(Path before, Path after, Path work) throws IOException {
      Path held = work.resolve("before.zck");
      Path wanted = work.resolve("after.zck");
      chunk(before, held, work);
      Usage usage = chunk(after, wanted, work);
      String told = new Tool("zck_delta_size", "zchunk")
          .command(held.toString(), wanted.toString())
          .within(LIMIT)
          .run()
          .output();
      return new Made(label(), toFetch(told), usage);
    }

    private Usage chunk(Path image, Path result, Path work) throws IOException {
      return timed(new Tool("zck", "zchunk")
          .command("-o", result.toString(), image.toString()), work);
    }
  },
  /** Suffix sorting, with the whole of both in memory. */
  BSDIFF("bsdiff") {
    @Override
    Made make(Path before, Path after, Path work) throws IOException {
      Path result = work.resolve("bsdiff");
      return file(result, Tool.of("bsdiff")
          .command(before.toString(), after.toString(), result.toString()), work);
    }
  };

  private static final Duration LIMIT = Duration.ofHours(2);
  /** What a delta's size does not depend on is made fast, not small. */
  private static final int FAST = 3;
  private static final int HARD = 19;

  private final String label;

  DeltaMaker(String label) {
    this.label = label;
  }

  /** What one program made of the pair. */
  record Made(String name, long bytes, Usage usage) {}

  /** Makes it in an empty directory. */
  abstract Made make(Path before, Path after, Path work) throws IOException;

  /** The name in a table. */
  String label() {
    return label;
  }

  /** The word for it on a command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Made file(Path result, Command command, Path work) throws IOException {
    Usage usage = timed(command, work);
    return new Made(label, Files.size(result), usage);
  }

  private static Usage build(JavaProgram program, Path directory, Path volume, String version,
      int level, Path work) throws IOException {
    return timed(program.command("build", "root=" + volume, "--model", "bench", "--version",
        version, "--release", "1", "--level", Integer.toString(level), "--out",
        directory.toString()), work);
  }

  private static Usage timed(Command command, Path work) throws IOException {
    Path usage = work.resolve("usage");
    Usage.timed(command, usage).within(LIMIT).run();
    return Usage.readTimed(usage);
  }

  private static List<Path> files(Path directory, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(suffix)).toList();
    }
  }

  /** Reads {@code Would download 123 of 456 bytes}. */
  static long toFetch(String told) throws IOException {
    return told.lines()
        .filter(line -> line.startsWith("Would download"))
        .map(line -> line.split(" ", -1)[2])
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow(() -> new IOException(
            "zck_delta_size: expected a line 'Would download …', found: " + told));
  }

  private static long size(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      long size = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        size += Files.size(file);
      }
      return size;
    }
  }
}
