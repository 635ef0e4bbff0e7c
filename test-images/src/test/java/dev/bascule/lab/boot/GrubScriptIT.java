package dev.bascule.lab.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.Needs;
import dev.bascule.lab.boot.GrubScript.Start;
import dev.bascule.lab.loader.GrubChoices;
import dev.bascule.lab.loader.GrubChoices.Answer;
import dev.bascule.lab.loader.GrubChoices.Pair;
import dev.bascule.lab.machine.Accelerator;
import dev.bascule.lab.machine.Machine;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model of GRUB's script, beside real GRUB in a virtual machine: hundreds of pairs of blocks in one start. */
final class GrubScriptIT {

  private static final int RANDOM_PAIRS = 240;
  private static final long SEED = Long.getLong("bascule.seed", 1);

  @TempDir
  Path directory;

  private static byte[] block(String order, int flags, String marker) {
    return block("ORDER=" + order + "\nA_OK=" + (flags & 1) + "\nA_TRY=" + (flags >> 1 & 1)
        + "\nB_OK=" + (flags >> 2 & 1) + "\nB_TRY=" + (flags >> 3 & 1) + "\n" + marker);
  }

  private static byte[] block(String lines) {
    byte[] text = ("# GRUB Environment Block\n" + lines).getBytes(StandardCharsets.ISO_8859_1);
    byte[] block = Arrays.copyOf(text, 1024);
    Arrays.fill(block, text.length, block.length, (byte) '#');
    return block;
  }

  private static List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    for (String order : List.of("A B", "B A", "A", "B", "")) {
      for (int flags = 0; flags < 16; flags++) {
        byte[] block = block(order, flags, "ENV_VALID=1\n");
        pairs.add(new Pair(block, block));
      }
    }
    byte[] old = block("A B", 1, "ENV_VALID=1\nbascule_trial=B\n");
    byte[] next = block("B A", 5, "ENV_VALID=1\nnote=one\\\\two\n");
    for (byte[] broken : List.of(new byte[0], new byte[1024], block("A B", 1, ""),
        block("A B", 5, "ENV_VALID=0\n"), Arrays.copyOf(next, 512), Arrays.copyOf(old, 30),
        block("ORDER=B A\nB_OK"), block("=\n=\n"), block("\n\n"),
        block("ORDER=B A\nA_OK=2\nB_OK=1\nB_TRY=\nENV_VALID=1\n"), block("ENV_VALID=1\n"),
        block("x".repeat(999)), block("ENV_VALID=1\nx=" + "y".repeat(970) + "\n"))) {
      pairs.add(new Pair(broken, next));
      pairs.add(new Pair(next, broken));
      pairs.add(new Pair(broken, broken));
    }
    pairs.add(new Pair(old, next));
    pairs.add(new Pair(next, old));
    Random random = new Random(SEED);
    for (int i = 0; i < RANDOM_PAIRS; i++) {
      pairs.add(new Pair(torn(old, next, random), random.nextInt(4) == 0 ? old
          : torn(next, old, random)));
    }
    return pairs;
  }

  /** One block's beginning and another's rest, or rubbish; in the first sector, at its end, or at a byte of it. */
  private static byte[] torn(byte[] one, byte[] other, Random random) {
    byte[] torn = other.clone();
    int at = random.nextInt(5) == 0 ? 512 : random.nextInt(160);
    System.arraycopy(one, 0, torn, 0, at);
    if (random.nextInt(3) == 0) {
      for (int i = at; i < 512; i++) {
        torn[i] = (byte) ~torn[i];
      }
    }
    return torn;
  }

  @Test
  void modelDoesWhatRealGrubDoes() throws IOException {
    Needs.tools(Machine.QEMU, new Tool("grub-mkimage", "grub-common"),
        new Tool("mcopy", "mtools"), new Tool("mkfs.fat", "dosfstools"));
    Needs.file("/usr/lib/grub/i386-pc/boot.img", "grub-pc-bin");
    List<Pair> pairs = pairs();

    List<Answer> answers =
        new GrubChoices(Checkout.find(), directory, Accelerator.choose(directory)).ask(pairs);

    List<String> differences = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      Start model = GrubScript.start(pairs.get(i).first(), pairs.get(i).second());
      Answer real = answers.get(i);
      String difference = difference(model, real);
      if (!difference.isEmpty()) {
        differences.add("pair " + i + ": " + difference + "\n"
            + new String(pairs.get(i).first(), StandardCharsets.ISO_8859_1));
      }
    }
    System.err.println("GrubScriptIT: " + answers.size() + " decisions of real GRUB");
    assertThat(answers).hasSizeGreaterThan(300);
    assertThat(differences).isEmpty();
  }

  private static String difference(Start model, Answer real) {
    String slot = model.slot().map(Enum::name).orElse("");
    if (!slot.equals(real.slot())) {
      return "the model starts [" + slot + "], GRUB [" + real.slot() + "]";
    }
    if (model.usesFirst() != real.usesFirst()) {
      return "the model takes the first block: " + model.usesFirst();
    }
    for (Start.Write write : model.writes()) {
      byte[] found = write.first() ? real.after().first() : real.after().second();
      int at = Arrays.mismatch(write.block(), found);
      if (at >= 0) {
        return "block " + (write.first() ? 1 : 2) + " differs afterwards at byte " + at;
      }
    }
    return "";
  }
}
