package dev.bascule.updater.hawkbit;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.image.json.StrictJson;
import dev.bascule.updater.source.HttpLimits;
import dev.bascule.updater.source.WebClient;
import dev.bascule.updater.source.WebService;
import dev.bascule.updater.source.WebSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a hawkBit answers, and whatever is in what the device keeps of it, reading ends in something that cannot lead
 * elsewhere, or in an error that says what was expected.
 */
class AnswerFuzzTest {

  private static final URI BASE = URI.create("https://hawkbit.example/base/");
  private static final String POLL =
      """
        {"config": {"polling": {"sleep": "00:05:00"}},
         "_links": {"deploymentBase": {"href": "https://hawkbit.example/base/deploymentBase/7?c=1"},
          "confirmationBase": {"href": "confirmationBase/7"}, "cancelAction": {"href": "cancelAction/7"},
          "configData": {"href": "configData"}, "installedBase": {"href": "installedBase/6"}}}""";
  private static final String DEPLOYMENT =
      """
        {"id": "7", "deployment": {"download": "forced", "update": "skip", "maintenanceWindow": "available",
         "chunks": [{"part": "os", "name": "board", "version": "1.1.0", "artifacts": []}]},
         "actionHistory": {"status": "RUNNING", "messages": ["one"]}}""";
  private static final String CANCEL = "{\"id\": \"8\", \"cancelAction\": {\"stopId\": \"7\"}}";
  private static final String MEMORY = """
    {"described": "00ff", "errand": {"action": "7", "version": "1.1.0", "from": "1.0.0", "since": 3,
     "told": "activated"}}""";
  private static final String POLL_TIME = "{\"at\": 1798761600, \"sleep\": 300}";

  @TempDir
  private static Path directory;

  @FuzzTest
  void readsAnyPoll(byte[] answer) throws IOException {
    try (WebClient web = new WebClient(WebSettings.of(HttpLimits.standard()))) {
      Poll poll = Poll.decode(members(answer), new WebService(web, BASE, "TargetToken secret"));
      assertThat(poll.sleep()).isBetween(Duration.ZERO, Poll.LONGEST);
      Stream.of(poll.deployment(), poll.confirmation(), poll.cancel(), poll.attributes(),
          poll.installed())
          .filter(link -> link != null)
          .forEach(link -> assertThat(link.toString()).startsWith(BASE.toString()));
    } catch (IOException e) {
      assertThat(e).hasMessageContaining(": ");
    }
  }

  @FuzzTest
  void readsAnyDeployment(byte[] answer) {
    try {
      Deployment deployment = Deployment.decode(members(answer));
      assertThat(deployment.action()).matches("[0-9A-Za-z-]{1,64}");
      assertThat(deployment.chunks()).hasSizeLessThanOrEqualTo(64);
    } catch (JsonException e) {
      assertThat(e).hasMessageContaining(": ");
    }
  }

  @FuzzTest
  void readsAnyCancelAction(byte[] answer) {
    try {
      assertThat(Deployment.id(members(answer).object("cancelAction"), "stopId"))
          .matches("[0-9A-Za-z-]{1,64}");
    } catch (JsonException e) {
      assertThat(e).hasMessageContaining(": ");
    }
  }

  @FuzzTest
  void readsAnyMemoryAndWritesItAgain(byte[] content) throws IOException {
    Files.write(directory.resolve("hawkbit.json"), content);

    Memory memory = Memory.read(directory);

    memory.write(directory);
    assertThat(Memory.read(directory)).isEqualTo(memory);
  }

  @FuzzTest
  void readsAnyTimeOfThePoll(byte[] content) throws IOException {
    Files.write(directory.resolve("hawkbit-poll.json"), content);

    PollTime.read(directory)
        .ifPresent(time -> assertThat(time.next()).isBetween(time.at(),
            time.at().plus(Poll.LONGEST)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void survivesRandomDamageToWholeDocuments(long seed) throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int round = 0; round < 200; round++) {
      readsAnyPoll(damaged(POLL, random));
      readsAnyDeployment(damaged(DEPLOYMENT, random));
      readsAnyCancelAction(damaged(CANCEL, random));
      readsAnyMemoryAndWritesItAgain(damaged(MEMORY, random));
      readsAnyTimeOfThePoll(damaged(POLL_TIME, random));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "{\"_links\":"})
  void refusesBottomlessNesting(String opening) throws IOException {
    byte[] answer = opening.repeat(50_000).getBytes(StandardCharsets.UTF_8);

    readsAnyPoll(answer);
    readsAnyDeployment(answer);
    readsAnyMemoryAndWritesItAgain(answer);
  }

  private static Members members(byte[] answer) throws JsonException {
    return Members.of(StrictJson.parse(answer, WebService.MAX_DOCUMENT));
  }

  private static byte[] damaged(String whole, RandomGenerator random) {
    byte[] content = whole.getBytes(StandardCharsets.UTF_8);
    List<String> pieces = List.of("{", "}", "\"", ":", ",", "[", "0", "\\", "/", ".");
    for (int damage = random.nextInt(1, 5); damage > 0; damage--) {
      content[random.nextInt(content.length)] = (byte) (random.nextBoolean()
          ? random.nextInt(256)
          : pieces.get(random.nextInt(pieces.size())).charAt(0));
    }
    return content;
  }
}
