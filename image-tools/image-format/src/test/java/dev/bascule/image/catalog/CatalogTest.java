package dev.bascule.image.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.image.Version;
import dev.bascule.image.json.JsonException;
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
