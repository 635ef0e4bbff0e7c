package dev.bascule.lab.pack;

import dev.bascule.lab.process.JarDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a program of the package is started: what the virtual machine is told, in the launchers and in the run that the
 * cache is made from. A cache is good only for the collector and the order of jars that it was made with.
 *
 * @param word what stands for it in a launcher
 * @param main the class with the program's {@code main}
 * @param quick whether methods are compiled by the quick compiler alone, which is cheaper for what ends within a second
 */
record Launch(String word, String main, boolean quick) {

  /** The one cache: of three that were measured, each made for one program, none saves as much as it weighs. */
  static final String CACHE = "bascule.aot";
  /** Where the jars are, below {@code usr/lib/bascule}. */
  static final String JARS = "jars";

  private static final String BASCULE = "dev.bascule.updater.cli.Main";

  /** What a person asks for, and what runs at each boot. */
  static final Launch SHORT = new Launch("@SHORT@", BASCULE, true);
  /** Looking for an image and writing it. */
  static final Launch INSTALL = new Launch("@INSTALL@", BASCULE, false);
  /** The rescue command. */
  static final Launch BOOTCTL = new Launch("@BOOTCTL@", "dev.bascule.bootctl.cli.Main", true);

  /** All of that in one process, for the cache. */
  static final Launch REHEARSAL =
      new Launch("", "dev.bascule.updater.cli.Rehearsal", false);

  private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-XX:-UsePerfData",
      "-XX:+DisableAttachMechanism",
      // The cache's pages stay the file's, which the system can drop, and need not be changed at the start.
      "-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0", "-Xmx64m",
      "-Djdk.util.jar.enableMultiRelease=false",
      // Reflection makes no classes at run time: nothing here reflects often enough for them.
      "-Djdk.reflect.useNativeAccessorOnly=true",
      "--enable-native-access=ALL-UNNAMED", "-Djna.nounpack=true", "-Djna.nosys=true",
      // picocli need not look through all jars for classes that are on no device.
      "-Dpicocli.disable.closures=true", "-Dpicocli.converters.excludes=java.sql.+",
      // Libraries are named whole: JNA need not ask ldconfig, a process of its own, where they are.
      "-Djna.platform.library.path=");

  /**
   * An installation is over before most of what the compilers do for it has paid: they wait for ten times as many calls. Not so
   * for the digest, which the better compiler turns into the processor's own instructions.
   */
  private static final List<String> PATIENT = List.of(
      // A small nursery: what an installation holds for long are its buffers, outside the heap. What comes from the nursery by chance
      // is little with large survivors' halves, and what a collection frees goes back to the system.
      "-Xms12m", "-Xmn6m", "-XX:SurvivorRatio=2", "-XX:MinHeapFreeRatio=5",
      "-XX:MaxHeapFreeRatio=15", "-XX:-ShrinkHeapInSteps", "-XX:CompileThresholdScaling=10",
      "-XX:CompileCommand=quiet",
      "-XX:CompileCommand=CompileThresholdScaling,sun.security.provider.DigestBase::implCompressMultiBlock,0.1",
      "-XX:CompileCommand=CompileThresholdScaling,sun.security.provider.SHA2::implCompress,0.1");

  /** Over before it has made much, and before nearly anything that is compiled pays. */
  private static final List<String> QUICK = List.of(
      "-Xms8m", "-Xmn4m", "-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=10");

  /** All that a device starts. */
  static List<Launch> all() {
    return List.of(SHORT, INSTALL, BOOTCTL);
  }

  /**
   * The virtual machine's arguments up to the main class, with the jars' directory held open as {@link JarDirectory} has it.
   *
   * @param home the place of {@code usr/lib/bascule}, or a shell's word for it
   * @param jars names of the jars, in the order in which classes are looked for
   * @param cache the flags that say which cache is read or written
   */
  List<String> arguments(String home, List<String> jars, List<String> cache) {
    List<String> words = new ArrayList<>(FLAGS);
    words.addAll(quick ? QUICK : PATIENT);
    words.addAll(cache);
    words.add("-Djna.boot.library.path=" + home + "/native");
    words.add("-DZstdNativePath=" + home + "/native/" + NativeLibraries.ZSTD);
    words.add("-cp");
    words.add(JarDirectory.classPath(jars));
    words.add(main);
    return words;
  }

  /** The line of a launcher that becomes the program. */
  String line(List<String> jars) {
    String words = String.join(" ", Stream.concat(
        Stream.of("-Xlog:aot=off,cds=off"),
        arguments("$home", jars, List.of("-XX:AOTCache=$home/" + CACHE)).stream()).toList());
    return "exec \"$home/runtime/bin/java\" " + words.replace("$home", "\"$home\"") + " \"$@\" "
        + JarDirectory.opened("\"$home/" + JARS + "\"");
  }

  /** The program's java in an unpacked package. */
  static String java(Path home) {
    return home.resolve("runtime/bin/java").toString();
  }
}
