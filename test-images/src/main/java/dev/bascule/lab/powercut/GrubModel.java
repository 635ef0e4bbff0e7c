package dev.bascule.lab.powercut;

import dev.bascule.lab.boot.GrubMachine;
import dev.bascule.lab.boot.Startup;
import dev.bascule.lab.cut.Act;
import dev.bascule.lab.device.Device;
import dev.bascule.lab.trace.Tracer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** GRUB with the documented script and two blocks, in files that stand for those in the EFI system partition. */
record GrubModel() implements LoaderModel {

  static final String FIRST = "var/efi/grubenv";
  static final String SECOND = "var/efi/grubenv2";

  private static final int BLOCK = 1024;

  @Override
  public String label() {
    return "grub";
  }

  @Override
  public void configure(Device device) throws IOException {
    device.configure("grub", """
      [boot]
      loader = "grub"
      environment = "%s"
      second = "%s"
      """.formatted("/" + FIRST, "/" + SECOND));
  }

  @Override
  public void install(Device device) throws IOException {
    byte[] text = """
      # GRUB Environment Block
      ORDER=A B
      A_OK=1
      A_TRY=0
      B_OK=0
      B_TRY=0
      ENV_VALID=1
      """.getBytes(StandardCharsets.US_ASCII);
    byte[] block = Arrays.copyOf(text, BLOCK);
    Arrays.fill(block, text.length, BLOCK, (byte) '#');
    Files.createDirectories(first(device).getParent());
    Files.write(first(device), block);
    Files.write(second(device), block);
  }

  @Override
  public Startup start(Device device, Tracer tracer, List<Act> acts) throws IOException {
    device.powerOff();
    GrubMachine.Started started =
        new GrubMachine(device.disk(), first(device), second(device), device.proc()).powerOn();
    for (var write : started.writes()) {
      acts.add(new Act.Write(tracer.number(write.first() ? FIRST : SECOND), 0,
          ByteBuffer.wrap(write.block())));
    }
    return started.startup();
  }

  @Override
  public boolean triesOnce(Chapter chapter) {
    return true;
  }

  @Override
  public Judge judge(List<SignedContent> images) {
    return new GrubJudge(images);
  }

  private static Path first(Device device) {
    return device.root().resolve(FIRST);
  }

  private static Path second(Device device) {
    return device.root().resolve(SECOND);
  }
}
