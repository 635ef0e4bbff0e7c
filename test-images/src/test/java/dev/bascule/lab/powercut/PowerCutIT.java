package dev.bascule.lab.powercut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.Needs;
import dev.bascule.lab.Progress;
import dev.bascule.lab.boot.BootctlList;
import dev.bascule.lab.boot.FwPrintenv;
import dev.bascule.lab.boot.GrubScript;
import dev.bascule.lab.boot.SystemdBootMachine;
import dev.bascule.lab.boot.SystemdBootMenu;
import dev.bascule.lab.cut.Cuts;
import dev.bascule.lab.cut.History;
import dev.bascule.lab.fault.FaultyProgram;
import dev.bascule.lab.loader.GrubChoices;
import dev.bascule.lab.loader.GrubChoices.Pair;
import dev.bascule.lab.machine.Accelerator;
import dev.bascule.lab.machine.Machine;
import dev.bascule.lab.process.JavaProgram;
import dev.bascule.lab.process.Tool;
import dev.bascule.lab.trace.Tracer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The power is cut everywhere in a device's life, and every state that this can leave is judged; then the same with
 * mistakes in our code, each of which must be found so. {@code -Dbascule.seed=N} chooses other samples, {@code
 * -Dbascule.samples=N} more of them.
 */
final class PowerCutIT {

  private static final long SEED = Long.getLong("bascule.seed", 1);
  private static final int SAMPLES = Integer.getInteger("bascule.samples", 30);
  private static final CutRun RUN = run(0);

  @TempDir
  static Path directory;
  private static CutBench bench;
  private static List<CutRun.Recorded> lives;

  @BeforeAll
  static void recordALife() throws IOException {
    Needs.tools(Tracer.STRACE);
    Progress progress = Progress.to(System.err);
    bench = CutBench.create(Checkout.find(), directory.resolve("bench"), progress);
    lives = CutRun.record(bench, CutRun.LOADERS, progress);
  }

  @Test
  void aCutAnywhereLeavesWhatBoots() throws IOException {
    CutReport report = RUN.judge(lives, Progress.to(System.err));

    System.err.println("PowerCutIT: seed " + SEED + ": " + report.summary());
    assertThat(report.failures()).isEmpty();
    assertThat(report.bricked()).isZero();
    assertThat(report.judged()).isGreaterThan(2000);
  }

  /** With one loader, which the seed chooses; the soak does so with all. */
  @Test
  void aDeviceGoesOnFromWhatACutLeftAndIsCutAgain() throws IOException {
    CutRun.Recorded life = lives.get((int) Math.floorMod(SEED, (long) lives.size()));

    CutReport report = run(1).judge(List.of(life), Progress.to(System.err));

    System.err.println("PowerCutIT: seed " + SEED + ", gone on: " + report.summary());
    assertThat(report.failures()).isEmpty();
    assertThat(report.bricked()).isZero();
    assertThat(report.resumed()).isEqualTo(1);
  }

  @Test
  void realGrubStartsWhatTheModelSaysFromWhatACutLeft() throws IOException {
    Needs.tools(Machine.QEMU, new Tool("grub-mkimage", "grub-common"),
        new Tool("mcopy", "mtools"), new Tool("mkfs.fat", "dosfstools"));
    Needs.file("/usr/lib/grub/i386-pc/boot.img", "grub-pc-bin");
    Map<List<ByteBuffer>, Pair> pairs = new LinkedHashMap<>();
    for (CutRun.Recorded recorded : lives) {
      if (recorded.bench().loader() instanceof GrubModel) {
        new Cuts(recorded.history(), SEED, RUN.samples(), true).forEach((moment, medium) -> {
          byte[] first = medium.files().getOrDefault(GrubModel.FIRST, new byte[0]);
          byte[] second = medium.files().getOrDefault(GrubModel.SECOND, new byte[0]);
          pairs.putIfAbsent(List.of(ByteBuffer.wrap(first), ByteBuffer.wrap(second)),
              new Pair(first, second));
        });
      }
    }
    List<Pair> asked = List.copyOf(pairs.values());

    List<GrubChoices.Answer> answers = new GrubChoices(Checkout.find(),
        Files.createDirectory(directory.resolve("grub")), Accelerator.choose(directory)).ask(asked);

    System.err.println("PowerCutIT: real GRUB started from " + asked.size() + " pairs of blocks");
    assertThat(asked).hasSizeGreaterThan(20);
    for (int i = 0; i < asked.size(); i++) {
      GrubScript.Start model = GrubScript.start(asked.get(i).first(), asked.get(i).second());
      assertThat(answers.get(i).slot()).as("pair " + i)
          .isEqualTo(model.slot().map(Enum::name).orElse(""));
    }
  }

  @Test
  void fwPrintenvReadsWhatTheModelReadsFromWhatACutLeft() throws IOException {
    Needs.tools(FwPrintenv.TOOL);
    FwPrintenv real = new FwPrintenv(Files.createDirectory(directory.resolve("printenv")));
    Set<List<ByteBuffer>> asked = new HashSet<>();
    for (CutRun.Recorded recorded : lives) {
      if (recorded.bench().loader() instanceof UbootModel) {
        new Cuts(recorded.history(), SEED, RUN.samples(), true)
            .<IOException>forEach((moment, medium) -> {
              byte[] first = UbootModel.COPIES.read(medium.disk(), 1);
              byte[] second = UbootModel.COPIES.read(medium.disk(), 2);
              if (asked.add(List.of(ByteBuffer.wrap(first), ByteBuffer.wrap(second)))) {
                assertThat(FwPrintenv.model(first, second)).as(moment.toString())
                    .isEqualTo(real.read(first, second));
              }
            });
      }
    }
    System.err.println("PowerCutIT: fw_printenv read " + asked.size() + " pairs of copies");
    assertThat(asked).hasSizeGreaterThan(100);
  }

  @Test
  void bootctlOrdersWhatACutLeftAsTheModelDoes() throws IOException {
    Needs.tools(BootctlList.TOOL, BootctlList.NAMESPACE);
    BootctlList real = new BootctlList(Files.createDirectory(directory.resolve("bootctl")));
    Set<Map<String, ByteBuffer>> asked = new HashSet<>();
    for (CutRun.Recorded recorded : lives) {
      if (recorded.bench().loader() instanceof SystemdBootModel) {
        new Cuts(recorded.history(), SEED, RUN.samples(), true)
            .<IOException>forEach((moment, medium) -> {
              SystemdBootMachine.Found found = SystemdBootModel.found(medium.files());
              Map<String, ByteBuffer> files = new HashMap<>();
              found.esp().forEach((name, content) -> files.put(name, ByteBuffer.wrap(content)));
              if (asked.add(files)) {
                List<String> menu = found.menu()
                    .entries()
                    .stream()
                    .map(SystemdBootMenu.Entry::file)
                    .toList();
                List<String> listed = real.read(Integer.toString(asked.size()), found.esp());
                assertThat(listed).as(moment.toString()).containsAll(menu);
                assertThat(inShort(listed.stream().filter(menu::contains).toList()))
                    .as(moment.toString())
                    .isEqualTo(inShort(menu));
              }
            });
      }
    }
    System.err.println("PowerCutIT: bootctl listed " + asked.size() + " partitions");
    assertThat(asked).hasSizeGreaterThan(30);
  }

  @ParameterizedTest
  @EnumSource
  @Execution(ExecutionMode.CONCURRENT)
  void everyFaultIsFound(Fault fault) throws IOException {
    Path place = directory.resolve(fault.name());
    JavaProgram faulty = FaultyProgram.make(bench.program(), fault.edits(), place);

    CutRun.Recorded whole = whole(fault);
    History history = fault.chapter()
        .record(whole.bench(), whole.history().before(), faulty,
            fault.mishap());

    Judgement.Result result =
        Judgement.of(history, whole.bench().judge(), SEED, RUN.samples());
    System.err.println("PowerCutIT: " + fault + ": wrong in " + result.failed() + " of "
        + result.total() + " states, bricked in " + result.bricked());
    assertThat(result.failures()).isNotEmpty();
  }

  /** What some faults are found by does no harm to the program as it is. */
  @Test
  void aTornPrimaryTableIsMendedWithoutRisk() throws IOException {
    Fault fault = Fault.WHOLE_TABLE_FIRST;
    CutRun.Recorded whole = whole(fault);

    History history = fault.chapter()
        .record(bench, whole.history().before(), bench.program(),
            fault.mishap());

    assertThat(Judgement.of(history, bench.judge(), SEED, RUN.samples()).failures()).isEmpty();
  }

  private static CutRun run(int resumptions) {
    return new CutRun(SEED, SAMPLES, resumptions, Duration.ZERO, List.of());
  }

  /** Without counters: bootctl leaves them away, and so does not tell which of two files of one entry comes first. */
  private static List<String> inShort(List<String> names) {
    List<String> entries = new ArrayList<>();
    for (String name : names) {
      String entry = name.replaceFirst("(\\+.*)?\\.conf$", "");
      if (entries.isEmpty() || !entries.getLast().equals(entry)) {
        entries.add(entry);
      }
    }
    return entries;
  }

  /** What the fault's chapter is without it. */
  private static CutRun.Recorded whole(Fault fault) {
    return lives.stream()
        .filter(recorded -> recorded.label().equals(fault.place()))
        .findFirst()
        .orElseThrow();
  }
}
