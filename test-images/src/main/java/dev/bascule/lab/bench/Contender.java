package dev.bascule.lab.bench;

import java.io.IOException;

/** A program that installs the image, prepared once and run in every round. */
interface Contender extends AutoCloseable {

  /** How the report calls it. */
  String name();

  /** What it does exactly, one sentence for the report. */
  String description();

  /** Installs the image once. The slot held noise before and must hold the image after. */
  Measurement install(TargetSlot slot) throws IOException;

  @Override
  void close() throws IOException;
}
