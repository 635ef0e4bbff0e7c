package dev.bascule.publisher.mirror.webdav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to PROPFIND as servers give them, and whatever bytes call themselves one. */
class MultistatusTest {

  /** As Apache's mod_dav writes it. */
  private static final String APACHE = """
    <?xml version="1.0" encoding="utf-8"?>
    <D:multistatus xmlns:D="DAV:" xmlns:ns0="DAV:">
    <D:response xmlns:lp1="DAV:" xmlns:lp2="http://apache.org/dav/props/">
    <D:href>/dav/metadata/</D:href>
    <D:propstat><D:prop><lp1:resourcetype><D:collection/></lp1:resourcetype>
    <lp1:getlastmodified>Fri, 27 Nov 2026 17:38:42 GMT</lp1:getlastmodified></D:prop>
    <D:status>HTTP/1.1 200 OK</D:status></D:propstat>
    <D:propstat><D:prop><D:getcontentlength/></D:prop>
    <D:status>HTTP/1.1 404 Not Found</D:status></D:propstat>
    </D:response>
    <D:response xmlns:lp1="DAV:">
    <D:href>/dav/metadata/1.root.json</D:href>
    <D:propstat><D:prop><lp1:resourcetype/><lp1:getcontentlength>1616</lp1:getcontentlength>
    <lp1:getlastmodified>Fri, 27 Nov 2026 17:38:42 GMT</lp1:getlastmodified></D:prop>
    <D:status>HTTP/1.1 200 OK</D:status></D:propstat>
    </D:response>
    </D:multistatus>
    """;

  @Test
  void readsWhatApacheAnswers() throws IOException {
    assertThat(parse(APACHE)).containsExactly(
        new DavEntry("/dav/metadata/", true, -1, Instant.parse("2026-11-27T17:38:42Z")),
        new DavEntry("/dav/metadata/1.root.json", false, 1616,
            Instant.parse("2026-11-27T17:38:42Z")));
  }

  @Test
  void takesAFileWithoutATimeForYoung() throws IOException {
    assertThat(parse(APACHE.replaceAll("Fri, 27 Nov[^<]*", "yesterday")))
        .allMatch(entry -> entry.modified().equals(Instant.MAX));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      ">1616<|>-1<|expected a length in bytes",
      ">1616<|>99999999999999999999<|expected a length in bytes",
      "D:multistatus|D:status|expected multistatus, found status",
      "D:href|D:ref|expected an href in each response",
      "</D:multistatus>|</other>|expected XML"
  })
  void namesWhatIsWrong(String part, String instead, String expected) {
    assertThatThrownBy(() -> parse(APACHE.replace(part, instead)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void fetchesNothingAndExpandsNothing(@TempDir Path directory) throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "1616");
    String external = "<!DOCTYPE x [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>";
    String laughs = "<!DOCTYPE x [<!ENTITY a \"" + "ha".repeat(100) + "\">"
        + "<!ENTITY b \"" + "&a;".repeat(100) + "\"><!ENTITY e \"" + "&b;".repeat(100) + "\">]>";
    for (String type : List.of(external, laughs)) {
      assertThatThrownBy(() -> parse(APACHE.replaceFirst("\\?>\n", "?>\n" + type)
          .replace("1616", "&e;"))).isInstanceOf(IOException.class);
    }
  }

  @Test
  void isBounded() {
    String deep = "<D:x>".repeat(40) + "</D:x>".repeat(40);
    assertThatThrownBy(() -> parse(APACHE.replace("<lp1:resourcetype/>", deep)))
        .hasMessageContaining("at most 32 levels");
    assertThatThrownBy(() -> parse(APACHE.replace("1616", "1".repeat(5000))))
        .hasMessageContaining("at most 4096 characters");
    assertThatThrownBy(() -> new BoundedStream(new ByteArrayInputStream(new byte[11]), 10)
        .readAllBytes()).hasMessageContaining("at most 10 bytes");
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "30s")
  void readsOrRefusesAnyAnswer(byte[] document) {
    DavPlace place = new DavPlace(URI.create("https://example.com/dav/"), null, null);
    try {
      for (DavEntry entry : Multistatus.parse(new ByteArrayInputStream(document))) {
        assertThat(entry.length()).isGreaterThanOrEqualTo(-1);
        place.child("metadata/", entry.href())
            .ifPresent(name -> assertThat(name).isNotEmpty()
                .doesNotContain("/")
                .isNotIn(".", ".."));
      }
    } catch (IOException e) {
      assertThat(e).hasMessageStartingWith("expected").hasMessageNotContaining("\n");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void readsOrRefusesAnAnswerWithSomeBytesExchanged(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      byte[] document = APACHE.getBytes(StandardCharsets.UTF_8);
      for (int n = random.nextInt(4); n >= 0; n--) {
        document[random.nextInt(document.length)] = (byte) random.nextInt(256);
      }
      readsOrRefusesAnyAnswer(document);
    }
  }

  static Stream<byte[]> seeds() {
    return Stream.of(APACHE.getBytes(StandardCharsets.UTF_8));
  }

  private static List<DavEntry> parse(String document) throws IOException {
    return Multistatus
        .parse(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));
  }
}
