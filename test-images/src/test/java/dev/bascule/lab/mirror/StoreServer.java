package dev.bascule.lab.mirror;

import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.JavaProgram;
import dev.bascule.publisher.mirror.RemoteStore;
import java.io.IOException;
import java.net.URI;

/** A server that publishers put files on, and that devices read from without saying who they are. */
interface StoreServer extends AutoCloseable {

  /** Makes an empty place for a repository. */
  void makePlace(String name) throws IOException;

  /** The command that puts a repository there, as a publisher whom the server knows. */
  Command mirror(JavaProgram basculeImage, String name, String... more);

  /** The same, with a wrong password. */
  Command mirrorAsAStranger(JavaProgram basculeImage, String name, String... more);

  /** The same, for a place that nobody has made. */
  Command mirrorToNowhere(JavaProgram basculeImage, String... more);

  /** A place as the program has it. */
  RemoteStore open(String name) throws IOException;

  /** Where devices read it. */
  URI url(String name);

  /** Whether the server itself sees to it that nobody replaces what they do not know. */
  boolean comparesTags();

  @Override
  void close() throws IOException;
}
