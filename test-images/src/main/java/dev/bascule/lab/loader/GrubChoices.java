package dev.bascule.lab.loader;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.disk.DiskPlan;
import dev.bascule.lab.disk.FatVolume;
import dev.bascule.lab.machine.Accelerator;
import dev.bascule.lab.machine.Machine;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Real GRUB in a virtual machine, asked in one start what its documented script does with many pairs of environment
 * blocks: everything up to the kernel, with its own reader, writer and shell.
 *
 * @param directory for the disk, its own
 */
public record GrubChoices(Checkout checkout, Path directory, Accelerator accelerator) {

  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final String PLACE = "s";
  private static final Pattern ANSWER = Pattern.compile("STATE (\\d+) slot=\\[(.*?)] first=(\\d)");
  private static final String KERNEL = "if [ \"$slot\" = \"A\" ]; then set root";

  /** The contents of the two files. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  public record Pair(byte[] first, byte[] second) {}

  /**
   * What GRUB did.
   *
   * @param slot the one whose kernel it would start, or nothing
   * @param usesFirst whether the first block counted
   * @param after the files then
   */
  public record Answer(String slot, boolean usesFirst, Pair after) {}

  /** Asks. */
  public List<Answer> ask(List<Pair> pairs) throws IOException {
    DiskPlan plan = DiskPlan.forMachine(1 << 20);
    Path file = directory.resolve("disk.img");
    DiskImage disk = DiskImage.blank(file, plan);
    Path esp = Files.createDirectories(directory.resolve("esp"));
    Path grub = Files.createDirectories(esp.resolve("grub"));
    Files.writeString(grub.resolve("grub.cfg"), configuration(pairs.size()),
        StandardCharsets.UTF_8);
    for (int i = 0; i < pairs.size(); i++) {
      Path place = Files.createDirectories(esp.resolve(PLACE).resolve(name(i)));
      Files.write(place.resolve("1"), pairs.get(i).first());
      Files.write(place.resolve("2"), pairs.get(i).second());
    }
    Path volume = directory.resolve("volume");
    FatVolume.write(volume, plan.espBytes(), esp);
    disk.fill(DiskPlan.ESP, volume);
    new Grub(checkout, false).install(disk);
    Map<Integer, Matcher> said = boot(file);
    Path after = directory.resolve("after");
    new Tool("mcopy", "mtools")
        .command("-s", "-n", "-i", file + "@@" + disk.readStart(DiskPlan.ESP),
            "::/" + PLACE, after.toString())
        .with("MTOOLS_SKIP_CHECK", "1")
        .run();
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      Matcher line = said.get(i);
      if (line == null) {
        throw new IOException("GRUB said nothing of pair " + i + ", but of " + said.size());
      }
      Path place = after.resolve(name(i));
      answers.add(new Answer(line.group(2), line.group(3).equals("1"),
          new Pair(Files.readAllBytes(place.resolve("1")),
              Files.readAllBytes(place.resolve("2")))));
    }
    return answers;
  }

  private Map<Integer, Matcher> boot(Path disk) throws IOException {
    List<String> words = new ArrayList<>(accelerator.arguments());
    words.addAll(List.of("-M", "q35", "-m", "256", "-nodefaults", "-no-user-config", "-display",
        "none", "-no-reboot", "-serial", "stdio"));
    words.addAll(List.of("-drive", "if=none,id=disk,format=raw,cache=writeback,file=" + disk,
        "-device", "virtio-blk-pci,drive=disk"));
    String console = Machine.QEMU.command(words).within(LIMIT).run().output();
    Map<Integer, Matcher> said = new HashMap<>();
    Matcher matcher = ANSWER.matcher(console);
    while (matcher.find()) {
      Matcher line = ANSWER.matcher(matcher.group());
      if (line.matches()) {
        said.put(Integer.parseInt(line.group(1)), line);
      }
    }
    return said;
  }

  /** The documented script without its last part, once for each pair. */
  private String configuration(int count) throws IOException {
    String script = DocumentedScript.read(checkout, "GRUB");
    int kernel = script.indexOf(KERNEL);
    if (kernel < 0) {
      throw new IOException("the documented script has no line that begins with " + KERNEL);
    }
    String body = script.substring(0, kernel)
        .lines()
        .filter(line -> !line.startsWith("set ENV1=") && !line.startsWith("set ENV2="))
        .collect(Collectors.joining("\n"));
    String names = IntStream.range(0, count)
        .mapToObj(GrubChoices::name)
        .collect(Collectors.joining(" "));
    return Grub.PRELUDE + """
      for state in %s; do
      set ENV1=(hd0,gpt2)/%s/$state/1
      set ENV2=(hd0,gpt2)/%s/$state/2
      %s
      echo "STATE $state slot=[$slot] first=$first"
      done
      reboot
      """.formatted(names, PLACE, PLACE, body);
  }

  private static String name(int pair) {
    return "%04d".formatted(pair);
  }
}
