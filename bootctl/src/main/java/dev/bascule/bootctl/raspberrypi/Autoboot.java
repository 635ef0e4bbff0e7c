package dev.bascule.bootctl.raspberrypi;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The content of {@code autoboot.txt} as far as it chooses a partition; all other lines are kept.
 *
 * @param partition {@code boot_partition} of an ordinary start
 * @param trial {@code boot_partition} of a start with the tryboot flag
 * @param good the partitions that were confirmed, which a comment of ours lists; the firmware has no place
 *     for it
 * @param others what else is in {@code [all]}
 * @param trialOthers what else is in {@code [tryboot]}
 */
record Autoboot(int partition, OptionalInt trial, Set<Integer> good, List<String> others,
    List<String> trialOthers) {
  /** The firmware reads no more. */
  static final int MAX_BYTES = 512;

  private static final Pattern PARTITION = Pattern.compile("boot_partition\\s*=\\s*(\\d{1,3})");
  private static final Pattern ANY_PARTITION = Pattern.compile("boot_partition\\s*=.*");
  private static final Pattern A_B = Pattern.compile("tryboot_a_b\\s*=.*");
  private static final Pattern GOOD =
      Pattern.compile("# bascule: good=(\\d{1,3}(?:,\\d{1,3}){0,7})?");

  Autoboot {
    good = Set.copyOf(good);
    others = List.copyOf(others);
    trialOthers = List.copyOf(trialOthers);
  }

  /** Reads a file's text. Without our comment, the partition of an ordinary start is the good one. */
  static Autoboot parse(String text) throws MalformedAutobootException {
    if (text.length() > MAX_BYTES) {
      throw new MalformedAutobootException(
          "expected at most " + MAX_BYTES + " bytes, found " + text.length());
    }
    OptionalInt partition = OptionalInt.empty();
    OptionalInt trial = OptionalInt.empty();
    Set<Integer> good = null;
    var others = new ArrayList<String>();
    var trialOthers = new ArrayList<String>();
    String section = "[all]";
    for (String raw : text.split("\\R", -1)) {
      String line = raw.strip();
      var comment = GOOD.matcher(line);
      if (line.startsWith("[") && line.endsWith("]")) {
        section = line.toLowerCase(Locale.ROOT);
      } else if (comment.matches()) {
        good = numbers(comment.group(1) == null ? "" : comment.group(1));
      } else if (ANY_PARTITION.matcher(line).matches()) {
        int number = number(line);
        switch (section) {
          case "[all]" -> partition = OptionalInt.of(number);
          case "[tryboot]" -> trial = OptionalInt.of(number);
          default -> throw unknown(section);
        }
      } else if (!line.isEmpty() && !A_B.matcher(line).matches()) {
        switch (section) {
          case "[all]" -> others.add(line);
          case "[tryboot]" -> trialOthers.add(line);
          default -> throw unknown(section);
        }
      }
    }
    if (partition.isEmpty()) {
      throw new MalformedAutobootException("expected boot_partition in [all], found none");
    }
    return new Autoboot(partition.getAsInt(), trial,
        good == null ? Set.of(partition.getAsInt()) : good, others, trialOthers);
  }

  private static int number(String line) throws MalformedAutobootException {
    var match = PARTITION.matcher(line);
    if (!match.matches()) {
      throw new MalformedAutobootException(
          "expected boot_partition=NUMBER, found " + line);
    }
    return Integer.parseInt(match.group(1));
  }

  private static Set<Integer> numbers(String text) {
    return Pattern.compile(",")
        .splitAsStream(text)
        .filter(part -> !part.isEmpty())
        .map(Integer::parseInt)
        .collect(Collectors.toSet());
  }

  private static MalformedAutobootException unknown(String section) {
    return new MalformedAutobootException(
        "expected only the sections [all] and [tryboot], found " + section);
  }

  /** The file's bytes; {@code tryboot_a_b=1} is always there, for without it tryboot is another thing. */
  byte[] encode() {
    var lines = new ArrayList<String>();
    lines.add("[all]");
    lines.add("tryboot_a_b=1");
    lines.add("boot_partition=" + partition);
    lines.addAll(others);
    if (trial.isPresent() || !trialOthers.isEmpty()) {
      lines.add("[tryboot]");
      trial.ifPresent(number -> lines.add("boot_partition=" + number));
      lines.addAll(trialOthers);
    }
    lines.add("# bascule: good="
        + String.join(",", new TreeSet<>(good).stream().map(String::valueOf).toList()));
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  Autoboot with(int newPartition, OptionalInt newTrial, Set<Integer> newGood) {
    return new Autoboot(newPartition, newTrial, newGood, others, trialOthers);
  }
}
