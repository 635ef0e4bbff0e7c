package dev.bascule.updater.doctor;

import dev.bascule.bootctl.BootException;
import dev.bascule.updater.UpdaterException;
import dev.bascule.updater.config.Configuration;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Looks at every part of a device, whatever state the others are in. */
public final class Doctor {

  private final List<Exam> exams;

  /**
   * A doctor for a device.
   *
   * @param askSource whether the update source is asked, which takes a network
   */
  public Doctor(Configuration configuration, Clock clock, boolean askSource) {
    List<Exam> all = new ArrayList<>(List.of(
        new LoaderExam(configuration), new SlotsExam(configuration),
        new VolumesExam(configuration), new TrustExam(configuration, clock),
        new ClockExam(configuration, clock), new SpaceExam(configuration)));
    all.add(new SourceExam(configuration, askSource));
    all.add(new HawkbitExam(configuration, askSource));
    all.addAll(List.of(new HealthExam(configuration), new AttemptsExam(configuration),
        new JournalExam(configuration), new DriftExam(configuration),
        new WindowsExam(configuration, clock,
            ZoneId.systemDefault())));
    this.exams = List.copyOf(all);
  }

  /** All that was found, part by part. */
  public List<Diagnosis> examine() {
    List<Diagnosis> found = new ArrayList<>();
    for (Exam exam : exams) {
      try {
        found.addAll(exam.look());
      } catch (IOException e) {
        found.add(Diagnosis.error(exam.area(), String.valueOf(e.getMessage()), remedy(e)));
      }
    }
    return found;
  }

  private static String remedy(IOException failure) {
    return switch (failure) {
      case UpdaterException e -> e.remedy();
      case BootException e -> e.remedy();
      default -> "see the message; run it again as root";
    };
  }
}
