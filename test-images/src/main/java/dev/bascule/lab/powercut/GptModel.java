package dev.bascule.lab.powercut;

import dev.bascule.lab.boot.Startup;
import dev.bascule.lab.cut.Act;
import dev.bascule.lab.cut.WatchedVolume;
import dev.bascule.lab.device.Device;
import dev.bascule.lab.trace.Tracer;
import java.io.IOException;
import java.util.List;

/** Attribute bits in the partition table, as devices of the laboratory have them anyway. */
record GptModel() implements LoaderModel {

  @Override
  public String label() {
    return "gpt";
  }

  @Override
  public void configure(Device device) {}

  @Override
  public void install(Device device) {}

  @Override
  public Startup start(Device device, Tracer tracer, List<Act> acts) throws IOException {
    return device.powerOn(disk -> new WatchedVolume(disk, acts));
  }

  @Override
  public boolean triesOnce(Chapter chapter) {
    return false;
  }

  @Override
  public Judge judge(List<SignedContent> images) {
    return new GptJudge(images);
  }
}
