package dev.bascule.lab.device;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.process.JavaProgram;
import dev.bascule.publisher.serve.RepositoryServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Gives the built programs what a device's package has: a cache of all that the JVM learns in one run of the main job,
 * so that every later start is one of a program that has run before (JEP 483, JEP 515). It is made of real runs, a
 * publication and an installation, of a small image: half of it is what the factory's was with its parts moved and some of
 * it changed, as a delta makes it, and half of it is new, as all of a full payload is.
 */
public final class Training {

  /** The number of the image that is installed. */
  public static final int RELEASE = 2;

  private static final int FACTORY = 1;
  private static final int LEVEL = 3;
  private static final int SIZE = 8 << 20;
  /** A part of so many bytes moves by one call more than the part before. */
  private static final int PART = 64 << 10;
  /** A call and what is between it and the next. */
  private static final int CALL = 32;
  private static final int CHANGED = 40;

  private Training() {}

  /** Trains both programs, unless they are trained already. */
  public static void ensure(Checkout checkout) throws IOException {
    JavaProgram bascule = checkout.bascule();
    JavaProgram basculeImage = checkout.basculeImage();
    if (bascule.trained() && basculeImage.trained()) {
      return;
    }
    Path place = Files.createTempDirectory("bascule-training-");
    try {
      train(bascule, basculeImage, place);
    } finally {
      new FileTree(place).delete();
    }
  }

  private static void train(JavaProgram bascule, JavaProgram basculeImage, Path place)
      throws IOException {
    Workshop workshop = workshop(place, basculeImage);
    workshop.publishAsTraining(RELEASE);
    Device device = device(workshop, place, bascule);
    try (RepositoryServer server = workshop.serve(0, entry -> {})) {
      device.lookAt(server.url());
      device.training("update", "--json").run();
    }
  }

  /** A workshop with two small images, of which the second is built and not published. */
  public static Workshop workshop(Path place, JavaProgram basculeImage) throws IOException {
    Path factory = Files.write(place.resolve("factory"), program(1));
    Path image = Files.write(place.resolve("image"), changed(program(1)));
    Workshop workshop = Workshop.create(place.resolve("workshop"), basculeImage);
    workshop.build(FACTORY, factory, LEVEL);
    workshop.publish(FACTORY);
    workshop.build(RELEASE, image, LEVEL);
    return workshop;
  }

  /** A new device with the first image, booted, that trusts the workshop and looks for updates in its directory. */
  public static Device device(Workshop workshop, Path place, JavaProgram bascule)
      throws IOException {
    Device device = workshop.manufacture(
        place.resolve("bench"), place.resolve("factory"), FACTORY, bascule);
    device.boot();
    return device;
  }

  /** What looks like code: calls of a few places, and bytes between them of which some can be compressed. */
  private static byte[] program(long seed) {
    byte[] program = new byte[SIZE];
    new Random(seed).nextBytes(program);
    for (int at = 0; at < SIZE; at += CALL) {
      program[at + Long.BYTES] = 0;
      call(program, at, target(at));
    }
    return program;
  }

  /** The program with more and more calls before its parts, the calls still of the same places; the second half is another. */
  private static byte[] changed(byte[] before) {
    byte[] after = program(2);
    for (int at = 0, from = 0; at < SIZE / 2; at += CALL, from += CALL) {
      if (at % PART == 0 && at > 0) {
        from -= CALL;
      }
      System.arraycopy(before, from, after, at, CALL);
      call(after, at, target(from));
      after[at + 2 * Long.BYTES] += (byte) (at % CHANGED == 0 ? 1 : 0);
    }
    return after;
  }

  private static int target(int at) {
    return at % CHANGED * PART;
  }

  private static void call(byte[] program, int at, int target) {
    program[at] = (byte) 0xe8;
    ByteBuffer.wrap(program)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(at + 1, target - (at + 1 + Integer.BYTES));
  }
}
