package dev.bascule.updater.device;

import dev.bascule.updater.install.InstallProgress;
import dev.bascule.updater.install.VolumePlan;
import java.time.Duration;
import java.util.List;

/** One progress told to two. */
record SharedProgress(InstallProgress first, InstallProgress second) implements InstallProgress {

  @Override
  public void planned(List<VolumePlan> plans) {
    first.planned(plans);
    second.planned(plans);
  }

  @Override
  public void replanned(VolumePlan plan) {
    first.replanned(plan);
    second.replanned(plan);
  }

  @Override
  public void waiting(Duration pause) {
    first.waiting(pause);
    second.waiting(pause);
  }

  @Override
  public void advance(String role, Phase phase, long done, long total) {
    first.advance(role, phase, done, total);
    second.advance(role, phase, done, total);
  }
}
