package dev.bascule.lab.vm;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.Progress;
import dev.bascule.lab.loader.EfiEntries;
import dev.bascule.lab.loader.GptUboot;
import dev.bascule.lab.loader.Grub;
import dev.bascule.lab.loader.GrubMender;
import dev.bascule.lab.loader.GrubProgram;
import dev.bascule.lab.loader.LoaderSetup;
import dev.bascule.lab.loader.SystemdBoot;
import dev.bascule.lab.loader.Uboot;
import dev.bascule.lab.loader.UbootBuild;
import dev.bascule.lab.loader.UbootCard;
import dev.bascule.lab.loader.UbootConvention;
import dev.bascule.lab.system.Conduct;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Everything that can be booted here, and everything that can be told of it. */
public final class Laboratory {

  private Laboratory() {}

  /**
   * Every loader.
   *
   * @param cache where what has to be built for them is kept
   */
  public static List<LoaderSetup> loaders(Checkout checkout, Path cache, Progress progress) {
    List<LoaderSetup> loaders = new ArrayList<>(List.of(new Grub(checkout, true),
        new Grub(checkout, false), new GrubMender(), new GrubProgram(checkout),
        new SystemdBoot(checkout, false), new SystemdBoot(checkout, true), new EfiEntries(),
        new Uboot(),
        new GptUboot(checkout)));
    UbootBuild build = new UbootBuild(cache, progress);
    for (UbootConvention convention : UbootConvention.values()) {
      loaders.add(new UbootCard(checkout, build, convention));
    }
    return loaders;
  }

  /**
   * Every scenario that each loader must pass.
   *
   * @param seed decides what is left to chance
   * @param boots how many states of a recording are booted
   */
  public static List<Scenario> scenarios(Checkout checkout, long seed, int boots) {
    Publisher publisher = new Publisher(checkout);
    return List.of(new PowerCuts(seed), new RecordedCuts(seed, boots), new SignedUpdate(publisher),
        new Rollback(publisher),
        new GoodTrial(), new CrashLater(), new BothBad(), new TamperedSlot(),
        new FailedTrial(Conduct.PANICS),
        new FailedTrial(Conduct.NO_INIT), new FailedTrial(Conduct.HANGS));
  }
}
