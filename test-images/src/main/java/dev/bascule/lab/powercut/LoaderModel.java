package dev.bascule.lab.powercut;

import dev.bascule.lab.boot.Startup;
import dev.bascule.lab.cut.Act;
import dev.bascule.lab.device.Device;
import dev.bascule.lab.trace.Tracer;
import java.io.IOException;
import java.util.List;

/** A boot loader on devices for power cuts: how it is installed, what it does at a start, and how its choice is judged. */
interface LoaderModel {

  /** As people call it: {@code gpt}. */
  String label();

  /** Tells a device's updater of it. */
  void configure(Device device) throws IOException;

  /** Makes what it keeps on a device from the factory, slot A confirmed and slot B empty. */
  void install(Device device) throws IOException;

  /** Starts a device that is off; what the loader writes is added to what was asked of the media. */
  Startup start(Device device, Tracer tracer, List<Act> acts) throws IOException;

  /** Whether the slot that a chapter activates is tried once, however often it was asked for. */
  boolean triesOnce(Chapter chapter);

  /** A judge that knows what is signed. */
  Judge judge(List<SignedContent> images);
}
