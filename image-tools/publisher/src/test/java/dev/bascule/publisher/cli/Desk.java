package dev.bascule.publisher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bascule.publisher.key.Passphrase;
import dev.bascule.publisher.key.PassphraseSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Someone who types commands, in a directory with a clock of its own. {@code @} in an argument is the directory. */
final class Desk {

  private final Path directory;
  private Instant now = Instant.parse("2027-01-01T00:00:00Z");

  private @Nullable UnaryOperator<String> person;

  Desk(Path directory) {
    this.directory = directory;
  }

  /** What a command left behind. */
  record Ran(int exit, String out, String err) {

    /** The report, as JSON. */
    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(out);
    }
  }

  /** Runs a command line, cut at its blanks. */
  Ran run(String line) {
    String[] arguments = Arrays.stream(line.strip().split("\\s+"))
        .filter(word -> !word.isEmpty())
        .map(word -> word.replace("@", directory + "/"))
        .toArray(String[]::new);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit = Main.run(new Surroundings(new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8), false, () -> now, new SecureRandom(),
        () -> Optional.ofNullable(person).map(someone -> prompt(someone, err))), arguments);
    return new Ran(exit, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** From now on somebody answers prompts, and is given what the command has said so far. */
  Desk attended(UnaryOperator<String> someone) {
    person = someone;
    return this;
  }

  private static PassphraseSource prompt(UnaryOperator<String> person, ByteArrayOutputStream err) {
    return new PassphraseSource() {
      @Override
      public Passphrase toOpen(String keyFile) {
        return Passphrase.of(person.apply(err.toString(UTF_8)).getBytes(UTF_8));
      }

      @Override
      public Passphrase toProtect(String keyFile) {
        return toOpen(keyFile);
      }
    };
  }

  /** A repository of two images: 1.0.0 is offered to the channel stable, 1.1.0 to none. */
  Desk twoImages() throws IOException {
    repository().image("1.0.0", 1).image("1.1.0", 2);
    ok("publish --repo @repo --model board --image @build-1.0.0 --channel stable --keys @keys");
    ok("publish --repo @repo --model board --image @build-1.1.0 --keys @keys");
    return this;
  }

  /** Runs a command that must succeed. */
  Ran ok(String line) {
    Ran ran = run(line);
    assertThat(ran.exit()).as(() -> line + "\n" + ran.out() + ran.err()).isZero();
    return ran;
  }

  /** Makes keys that need no passphrase. */
  Desk keys(String... names) {
    for (String name : names) {
      ok("keys create " + name + " --no-passphrase --out @keys");
    }
    return this;
  }

  /** Makes keys, a repository with a root of two people, and the model board. */
  Desk repository() {
    keys("alice", "bob", "carol", "targets", "online", "images", "rollout");
    ok("""
      root init --out @root.json --key root=@keys/alice.pub --key root=@keys/bob.pub
      --key root=@keys/carol.pub --threshold root=2 --key targets=@keys/targets.pub
      --key snapshot=@keys/online.pub --key timestamp=@keys/online.pub""");
    ok("root sign @root.json --keys @keys/alice.key");
    ok("root sign @root.json --keys @keys/bob.key");
    ok("root publish @root.json --repo @repo --keys @keys/targets.key @keys/online.key");
    ok("""
      model set board --repo @repo --key images=@keys/images.pub --key rollout=@keys/rollout.pub
      --keys @keys/targets.key @keys/online.key""");
    return this;
  }

  /** Builds an image into {@code @build-VERSION}. */
  Desk image(String version, long release) throws IOException {
    Path volume = directory.resolve("volume");
    Files.writeString(volume, ("content of " + version).repeat(1000));
    ok("build root=@volume --model board --version " + version + " --release " + release
        + " --level 1 --out @build-" + version);
    return this;
  }

  Instant now() {
    return now;
  }

  void later(Duration time) {
    now = now.plus(time);
  }

  Path path(String name) {
    return directory.resolve(name);
  }
}
