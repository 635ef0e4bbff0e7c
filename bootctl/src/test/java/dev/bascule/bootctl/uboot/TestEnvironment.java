package dev.bascule.bootctl.uboot;

import dev.bascule.bootctl.ExternalTool;
import dev.bascule.bootctl.choice.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An environment in files, made by U-Boot's own mkenvimage, and its configuration. */
record TestEnvironment(Path directory, boolean redundant) {
  static final int SIZE = 4096;

  static TestEnvironment make(Path directory, boolean redundant, String... variables)
      throws Exception {
    var environment = new TestEnvironment(directory, redundant);
    var text =
        Files.writeString(directory.resolve("env.txt"), String.join("\n", variables) + "\n");
    var lines = new StringBuilder("# device offset size\n");
    for (var copy : environment.copies()) {
      var arguments = new ArrayList<Object>(List.of("-s", SIZE, "-o", copy));
      if (redundant) {
        arguments.add("-r");
      }
      arguments.add(text);
      ExternalTool.require("mkenvimage").run(arguments.toArray());
      lines.append(copy).append(" 0x0 0x").append(Integer.toHexString(SIZE)).append('\n');
    }
    Files.writeString(environment.config(), lines);
    return environment;
  }

  Path config() {
    return directory.resolve("fw_env.config");
  }

  List<Path> copies() {
    return redundant
        ? List.of(directory.resolve("env1"), directory.resolve("env2"))
        : List.of(directory.resolve("env1"));
  }

  List<byte[]> bytes() throws IOException {
    var bytes = new ArrayList<byte[]>();
    for (var copy : copies()) {
      bytes.add(Files.readAllBytes(copy));
    }
    return bytes;
  }

  String printenv(Object... names) throws Exception {
    return run("fw_printenv", names);
  }

  String setenv(Object... arguments) throws Exception {
    return run("fw_setenv", arguments);
  }

  private String run(String tool, Object... arguments) throws Exception {
    var all = new ArrayList<Object>(List.of("-c", config()));
    all.addAll(List.of(arguments));
    return ExternalTool.require(tool).run(all.toArray());
  }

  /** A machine on which a slot runs. */
  TestHost running(String bootname) throws IOException {
    var host = TestHost.in(directory);
    host.commandLine("quiet rauc.slot=" + bootname);
    return host;
  }
}
