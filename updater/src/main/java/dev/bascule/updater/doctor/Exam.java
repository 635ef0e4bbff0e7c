package dev.bascule.updater.doctor;

import java.io.IOException;
import java.util.List;

/** Looks at one part of the device. Changes nothing. */
interface Exam {

  /** One word for the part, stable. */
  String area();

  /**
   * Looks.
   *
   * @throws IOException if that cannot be looked at, which is an error of the device
   */
  List<Diagnosis> look() throws IOException;
}
