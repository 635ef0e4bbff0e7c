package dev.bascule.image.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.image.Version;
import dev.bascule.image.json.JsonException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {

  private static final Version OLD = Version.parse("1.0.0");
  private static final Version NEW = Version.parse("1.1.0");

  @Test
  void isWrittenAsItIsRead() throws JsonException {
    Catalog catalog = Catalog.empty()
        .withWithdrawn(Version.parse("0.9.0"))
        .withWithdrawn(Version.parse("0.10.0"))
        .withOffer(new Offer("stable", OLD))
        .withOffer(new Offer("beta", NEW));

    assertThat(catalog.encode()).asString(UTF_8)
        .isEqualTo("{\"format\":1,\"offers\":[{\"channel\":\"beta\",\"version\":\"1.1.0\"},"
            + "{\"channel\":\"stable\",\"version\":\"1.0.0\"}],\"withdrawn\":[\"0.9.0\",\"0.10.0\"]}");
    assertThat(Catalog.decode(catalog.encode()).encode()).isEqualTo(catalog.encode());
    assertThat(Catalog.decode("{\"format\":1,\"offers\":[],\"withdrawn\":[],\"later\":1}"
        .getBytes(UTF_8))).isEqualTo(Catalog.empty());
  }

  @Test
  void offersOneVersionToEachChannel() {
    Catalog catalog = Catalog.empty()
        .withOffer(new Offer("stable", OLD))
        .withOffer(new Offer("beta", OLD))
        .withOffer(new Offer("stable", NEW));

    assertThat(catalog.offer("stable")).contains(new Offer("stable", NEW));
    assertThat(catalog.offer("beta")).contains(new Offer("beta", OLD));
    assertThat(catalog.offer("nightly")).isEmpty();
    assertThat(catalog.offers()).hasSize(2);
    assertThat(Catalog.path("board")).isEqualTo("board/catalog.json");
  }

  @Test
  void offersNowhereWhatIsWithdrawn() {
    Catalog withdrawn = Catalog.empty()
        .withOffer(new Offer("stable", OLD))
        .withOffer(new Offer("beta", NEW))
        .withWithdrawn(OLD);

    assertThat(withdrawn.offer("stable")).isEmpty();
    assertThat(withdrawn.offer("beta")).isPresent();
    assertThat(withdrawn.withdrawn()).containsExactly(OLD);
    assertThat(withdrawn.withOffer(new Offer("stable", OLD)).withdrawn()).isEmpty();
  }

  @Test
  void writesRolloutsWhereOldReadersSeeNothingOfThem() throws JsonException {
    Rollout beta = new Rollout("beta", NEW, Instant.parse("2030-01-01T02:00:00Z"), true,
        List.of(new Wave(Wave.ALL, Duration.ofHours(1), Duration.ZERO)), null, Set.of());
    Rollout stable = new Rollout("stable", NEW, Instant.parse("2030-01-01T00:00:00Z"), false,
        List.of(new Wave(10_000, Duration.ofHours(2), Duration.ofHours(1)),
            new Wave(500_000, Duration.ofHours(3), Duration.ZERO)),
        Instant.parse("2030-01-01T01:00:00Z"), Set.of("lab", "canary"));
    Catalog catalog = Catalog.empty()
        .withOffer(new Offer("stable", OLD, true))
        .withRollout(stable)
        .withRollout(beta);

    assertThat(new String(catalog.encode(), UTF_8).replace('"', '\''))
        .isEqualTo("{'format':1,'offers':[{'channel':'stable','recall':true,'version':'1.0.0'}],"
            + "'rollouts':[{'channel':'beta','start_local':'2030-01-01T02:00:00','version':'1.1.0',"
            + "'waves':[{'length':3600,'share':1000000}]},"
            + "{'channel':'stable','groups':['canary','lab'],'halted':'2030-01-01T01:00:00Z',"
            + "'start':'2030-01-01T00:00:00Z','version':'1.1.0',"
            + "'waves':[{'length':7200,'share':10000,'soak':3600},{'length':10800,'share':500000}]}],"
            + "'withdrawn':[]}");
    assertThat(Catalog.decode(catalog.encode())).isEqualTo(catalog);
    assertThat(catalog.channels()).containsExactly("beta", "stable");
  }

  @Test
  void endsARolloutWithAnOfferOrAWithdrawal() {
    Rollout rollout = new Rollout("stable", NEW, Instant.EPOCH, false,
        List.of(new Wave(Wave.ALL, Duration.ofHours(1), Duration.ZERO)), null, Set.of());
    Catalog both = Catalog.empty().withOffer(new Offer("stable", OLD)).withRollout(rollout);

    assertThat(both.offer("stable")).contains(new Offer("stable", OLD));
    assertThat(both.withOffer(new Offer("stable", NEW)).rollouts()).isEmpty();
    assertThat(both.withWithdrawn(NEW).rollouts()).isEmpty();
    assertThat(both.withWithdrawn(NEW).withRollout(rollout).withdrawn()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "'start':'2030-01-01T00:00:00Z','start_local':'2030-01-01T00:00:00',",
      "'start':'2030-01-01T00:00:00',", "'start_local':'2030-01-01T00:00:00Z',",
      "'start':'2030-01-01T00:00:00Z','halted':true,",
      "'start':'2030-01-01T00:00:00Z','groups':['A'],",
      "'start':'2030-01-01T00:00:00Z','waves':[],",
      "'start':'2030-01-01T00:00:00Z','waves':[{'share':1}],",
      "'start':'2030-01-01T00:00:00Z','waves':[{'share':0,'length':60}],",
      "'start':'2030-01-01T00:00:00Z','waves':[{'share':1000001,'length':60}],",
      "'start':'2030-01-01T00:00:00Z','waves':[{'share':1,'length':59}],",
      "'start':'2030-01-01T00:00:00Z','waves':[{'share':1,'length':60,'soak':-1}],",
      "'start':'2030-01-01T00:00:00Z','waves':[{'share':2,'length':60},{'share':2,'length':60}],"})
  void refusesARolloutThatDoesNotHold(String members) {
    String waves = members.contains("waves") ? "" : "'waves':[{'share':1,'length':60}],";
    assertThatThrownBy(() -> Catalog.decode(("{'format':1,'offers':[],'withdrawn':[],'rollouts':[{"
        + members + waves + "'channel':'a','version':'1.0.0'}]}").replace('\'', '"')
        .getBytes(UTF_8)))
        .isInstanceOf(JsonException.class)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", "{'format':2,'offers':[],'withdrawn':[]}",
      "{'format':1,'withdrawn':[]}", "{'format':1,'offers':[]}",
      "{'format':1,'offers':{},'withdrawn':[]}", "{'format':1,'offers':[1],'withdrawn':[]}",
      "{'format':1,'offers':[{'channel':'stable'}],'withdrawn':[]}",
      "{'format':1,'offers':[{'channel':'Stable','version':'1.0.0'}],'withdrawn':[]}",
      "{'format':1,'offers':[{'channel':'','version':'1.0.0'}],'withdrawn':[]}",
      "{'format':1,'offers':[{'channel':'a','version':'1'}],'withdrawn':[]}",
      "{'format':1,'offers':[{'channel':'a','version':'1.0.0'},{'channel':'a','version':'1.0.0'}],'withdrawn':[]}",
      "{'format':1,'offers':[],'withdrawn':['x\\n']}", "{'format':1,'offers':[],'withdrawn':[1]}"})
  void refusesWhatIsNoCatalogue(String document) {
    assertThatThrownBy(() -> Catalog.decode(document.replace('\'', '"').getBytes(UTF_8)))
        .isInstanceOf(JsonException.class)
        .hasMessageNotContaining("\n");
  }
}
