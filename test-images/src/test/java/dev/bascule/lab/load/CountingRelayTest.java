package dev.bascule.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CountingRelayTest {

  private static final int REQUEST = 1234;
  private static final int ANSWER = 300_000;

  @Test
  void passesOnAndCountsEachByteBothWays() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        CountingRelay relay = CountingRelay.before(server.getLocalPort())) {
      Future<byte[]> asked = threads.submit(() -> answer(server));
      Traffic before = relay.traffic();

      byte[] answer;
      try (Socket device = new Socket(InetAddress.getLoopbackAddress(), relay.port())) {
        device.getOutputStream().write(new byte[REQUEST]);
        device.shutdownOutput();
        answer = device.getInputStream().readAllBytes();
      }

      assertThat(asked.get()).hasSize(REQUEST);
      assertThat(answer).hasSize(ANSWER);
      assertThat(relay.traffic().since(before)).isEqualTo(new Traffic(1, REQUEST, ANSWER));
    }
  }

  private static byte[] answer(ServerSocket server) throws IOException {
    try (Socket client = server.accept()) {
      byte[] request = client.getInputStream().readAllBytes();
      client.getOutputStream().write(new byte[ANSWER]);
      return request;
    }
  }
}
