package dev.bascule.publisher.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.publisher.RealTool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** curl judges the server. */
class CurlTest {

  private final RealTool curl = RealTool.require("curl");
  @TempDir
  private Path directory;
  private byte[] content;
  private RepositoryServer server;
  private String url;

  @BeforeEach
  void serveABigFile() throws IOException {
    content = new byte[3_000_000];
    new Random(1).nextBytes(content);
    Files.write(directory.resolve("big"), content);
    server = RepositoryServer.start(directory,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0, entry -> {});
    url = "http://127.0.0.1:" + server.address().getPort() + "/big";
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void curlResumesADownload() throws IOException {
    Path half = Files.write(directory.resolve("half"), Arrays.copyOf(content, 1_234_567));

    curl.run("-sSf", "-C", "-", "-o", half.toString(), url);
    assertThat(Files.readAllBytes(half)).isEqualTo(content);
  }

  @Test
  void curlReadsARange() throws IOException {
    Path part = directory.resolve("part");

    curl.run("-sSf", "-r", "1000000-1999999", "-o", part.toString(), url);
    assertThat(Files.readAllBytes(part)).isEqualTo(Arrays.copyOfRange(content, 1000000, 2000000));
  }

  @Test
  void curlDoesNotFetchTwiceWhatIsTheSame() throws IOException {
    Path tag = directory.resolve("tag");
    String first = curl.run("-sSf", "--etag-save", tag.toString(), "-o",
        directory.resolve("copy").toString(), "-w", "%{http_code} %{size_download}", url);
    String second = curl.run("-sSf", "--etag-compare", tag.toString(), "-o",
        directory.resolve("again").toString(), "-w", "%{http_code} %{size_download}", url);

    assertThat(first).isEqualTo("200 3000000");
    assertThat(second).isEqualTo("304 0");
  }

  @Test
  void curlReadsManyFilesOverOneConnection() throws IOException {
    String connections = curl.run("-sSf", "-o", "/dev/null", "-o", "/dev/null", "-o", "/dev/null",
        "-w", "%{num_connects}", url, url, url);

    assertThat(connections).isEqualTo("100");
  }
}
