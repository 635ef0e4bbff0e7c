package dev.bascule.lab.bench;

import java.io.IOException;
import java.nio.file.Path;

/** A program that installs the image, prepared once and run in every round. */
interface Contender extends AutoCloseable {

  /** How the report calls it. */
  String name();

  /** What it does exactly, one sentence for the report. */
  String description();

  /** Where it installs to: its own, for a program's traces in it must not help another. */
  TargetSlot slot();

  /** What it installs from. */
  Path payload();

  /** Installs the image once. The slot held noise before and must hold the image after. */
  Measurement install() throws IOException;

  @Override
  void close() throws IOException;
}
