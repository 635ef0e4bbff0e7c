package dev.bascule.lab.powercut;

import dev.bascule.lab.cut.Medium;
import java.io.IOException;

/** Says what media come to when the device is switched on: a model of a boot loader, and a reader of what we keep. */
@FunctionalInterface
interface Judge {

  /** Judges; what is found wrong is in the verdict. */
  Verdict judge(Medium medium) throws IOException;
}
