package dev.bascule.updater.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The platform's client hands bytes over with a lock of its own held, which its subscription takes as well. So whatever
 * the stream does to its subscription must not keep the link from handing bytes over: here it does just then.
 */
final class BodyStreamTest {

  private static final int AHEAD = 4;

  private final BodyStream stream =
      new BodyStream(HttpLimits.standard(), AHEAD, -1, System::nanoTime);
  private final Link link = new Link();

  @Test
  void theLinkDeliversWhileTheReaderGivesUp() {
    stream.onSubscribe(link);
    link.deliverDuring = true;

    stream.close();

    assertThat(link.cancels).isEqualTo(1);
    assertThatThrownBy(stream::read).isInstanceOf(IOException.class).hasMessageContaining("closed");
  }

  @Test
  void theLinkDeliversWhileTheReaderAsksForMore() throws IOException {
    stream.onSubscribe(link);
    link.deliver(AHEAD);
    assertThat(link.requests).isEqualTo(1);
    link.deliverDuring = true;

    assertThat(stream.readNBytes(2)).hasSize(2);

    // Once for the reader, and once for what the link delivered meanwhile.
    assertThat(link.requests).isEqualTo(3);
  }

  @Test
  void theLinkDeliversWhileItIsToldThatNobodyReads() {
    stream.close();
    link.deliverDuring = true;

    stream.onSubscribe(link);

    assertThat(link.cancels).isEqualTo(1);
  }

  @Test
  void nothingIsAskedForWhileEnoughIsAhead() throws IOException {
    stream.onSubscribe(link);
    link.deliver(AHEAD + 3);

    stream.readNBytes(3);
    assertThat(link.requests).isEqualTo(1);
    stream.readNBytes(1);
    assertThat(link.requests).isEqualTo(2);
  }

  /** The other end: it counts what it is told, and delivers meanwhile from a thread of its own. */
  private final class Link implements Subscription {

    private boolean deliverDuring;
    private int requests;
    private int cancels;

    @Override
    public void request(long n) {
      requests++;
      deliverMeanwhile();
    }

    @Override
    public void cancel() {
      cancels++;
      deliverMeanwhile();
    }

    private void deliver(int bytes) {
      stream.onNext(List.of(ByteBuffer.allocate(bytes)));
    }

    private void deliverMeanwhile() {
      if (deliverDuring) {
        deliverDuring = false;
        assertThat(CompletableFuture.runAsync(() -> deliver(1)).orTimeout(20, TimeUnit.SECONDS))
            .succeedsWithin(30, TimeUnit.SECONDS);
      }
    }
  }
}
