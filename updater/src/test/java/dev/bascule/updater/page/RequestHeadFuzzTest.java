package dev.bascule.updater.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;

/** Whatever comes over the page's socket is a request's head or a named error, and never read beyond its bound. */
class RequestHeadFuzzTest {

  @FuzzTest
  void readsAHeadOrRefusesIt(byte[] bytes) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    try {
      RequestHead head = RequestHead.read(in);

      assertThat(head.target().getPath()).startsWith("/");
      assertThat(head.length()).isNotNegative();
    } catch (ProtocolException | EOFException e) {
      assertThat(e).hasMessageMatching("expected .*|the request ends in its head");
    }
    assertThat(bytes.length - in.available()).isLessThanOrEqualTo(RequestHead.MAX_LENGTH + 1);
  }
}
