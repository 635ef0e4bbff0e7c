package dev.bascule.updater.service;

import dev.bascule.updater.progress.Progress;

/** Is told what the service does; by the thread that does it, so it must not wait. */
public interface ServiceListener {

  /** The work has come further, or begun, or ended. */
  void progressed(Progress progress);

  /**
   * A job has ended.
   *
   * @param job its number
   */
  void finished(int job, String verb, Reply reply);

  /** What status says may have changed. */
  void changed();
}
