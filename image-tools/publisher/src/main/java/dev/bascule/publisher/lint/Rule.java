package dev.bascule.publisher.lint;

import java.io.IOException;
import java.util.function.Consumer;

/** Looks for one kind of mistake. */
interface Rule {

  /** Looks through a whole image. */
  void look(ImageTree tree, Consumer<Finding> findings) throws IOException;
}
