package dev.bascule.publisher.serve;

/** Is told of every answer. */
@FunctionalInterface
public interface AccessLog {

  /**
   * One request and its answer.
   *
   * @param peer the client's address
   * @param path as it was sent, percent-encoded
   * @param bytes of the body that were sent
   * @param milliseconds from the request's head to the body's end
   * @param complete whether the client took the whole answer
   */
  record Entry(String peer, String method, String path, int status, long bytes, long milliseconds,
      boolean complete) {

    /** The line {@code peer=… method=… path=…}; a path has no blanks in it. */
    @Override
    public String toString() {
      return "peer=" + peer + " method=" + method + " path=" + path + " status=" + status
          + " bytes=" + bytes + " ms=" + milliseconds + (complete ? "" : " complete=false");
    }
  }

  void answered(Entry entry);
}
