package dev.bascule.bootctl.barebox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.choice.RealTool;
import dev.bascule.bootctl.choice.SlotRoot;
import dev.bascule.bootctl.choice.StoredBootControl;
import dev.bascule.bootctl.choice.TestHost;
import dev.bascule.bootctl.volume.VolumeSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A device of barebox's for the real barebox-state: the device tree of docs/boot-loaders.md, compiled by dtc, whose
 * partition has a {@code partuuid}. The tool opens such a partition by its name below /dev/disk/by-partuuid, so it runs
 * in a mount namespace whose /dev has that name alone, and the partition is a file.
 */
record BareboxDevice(Path directory, Path tool, Path deviceTree, Path partition) {
  /** Where the copies of the state begin: {@code backend-stridesize} apart. */
  static final int STRIDE = 0x400;
  static final int COPIES = 3;
  /** Head, meta data and four numbers. */
  static final int COPY_BYTES = 40;

  private static final String UUID = "6a2a7d0e-0000-4000-8000-000000000001";
  private static final String SYSTEM0 = "bootstate.system0.";
  private static final String SYSTEM1 = "bootstate.system1.";

  static BareboxDevice make(Path directory) throws IOException, InterruptedException {
    RealTool.require("barebox-state");
    RealTool.require("unshare");
    var compiler = RealTool.require("dtc");
    var source = directory.resolve("state.dts");
    Files.writeString(source, documentedTree());
    var tree = directory.resolve("state.dtb");
    RealTool.run(Map.of(), List.of(compiler.toString(), "-q", "-I", "dts", "-O", "dtb", "-o",
        tree.toString(), source.toString()));
    var partition = Files.write(directory.resolve("partition"), new byte[64 * 1024]);
    var tool = directory.resolve("barebox-state");
    Files.writeString(tool, """
      #!/bin/sh
      exec unshare --map-root-user --mount sh -c '
        mount -t tmpfs tmpfs /dev && mkdir -p /dev/disk/by-partuuid || exit 99
        ln -s %s /dev/disk/by-partuuid/%s || exit 99
        mount -t tmpfs tmpfs /run || exit 99
        exec barebox-state "$@"' sh "$@"
      """.formatted(partition, UUID));
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    var device = new BareboxDevice(directory, tool, tree, partition);
    device.set(20, 3, 10, 3);
    return device;
  }

  /** The documented tree is the state's; a board's has the partition. */
  private static String documentedTree() throws IOException {
    String text = Files.readString(Path.of("../docs/boot-loaders.md"), StandardCharsets.UTF_8);
    int start = text.indexOf("\n```\n", text.indexOf("\n## barebox\n")) + 5;
    String tree = text.substring(start, text.indexOf("\n```\n", start));
    assertThat(tree).contains("barebox,state", "partuuid");
    return "/dts-v1/;\n" + tree.replaceAll("partuuid = \"[^\"]*\"", "partuuid = \"" + UUID + "\"");
  }

  StoredBootControl<Bootstate> control(TestHost host) throws BootException {
    return new StoredBootControl<>("barebox",
        new BootstateStore(tool.toString(), "state", Optional.of(deviceTree),
            new SlotRoot("system0", VolumeSpec.parse("PARTLABEL=root0")),
            new SlotRoot("system1", VolumeSpec.parse("PARTLABEL=root1")), host.host()),
        host.host().proc());
  }

  /** Sets the variables as a factory or the loader does. */
  void set(int priority0, int attempts0, int priority1, int attempts1)
      throws IOException, InterruptedException {
    call("-s", SYSTEM0 + "priority=" + priority0, "-s", SYSTEM0 + "remaining_attempts=" + attempts0,
        "-s", SYSTEM1 + "priority=" + priority1, "-s", SYSTEM1 + "remaining_attempts=" + attempts1);
  }

  /** What the tool says of priority and attempts of system0, then of system1. */
  List<Integer> get() throws IOException, InterruptedException {
    return call("-g", SYSTEM0 + "priority", "-g", SYSTEM0 + "remaining_attempts", "-g",
        SYSTEM1 + "priority", "-g", SYSTEM1 + "remaining_attempts").lines()
        .map(Integer::valueOf)
        .toList();
  }

  private String call(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(
        List.of(tool.toString(), "-n", "state", "-i", deviceTree.toString()));
    command.addAll(List.of(arguments));
    return RealTool.run(Map.of(), command);
  }
}
