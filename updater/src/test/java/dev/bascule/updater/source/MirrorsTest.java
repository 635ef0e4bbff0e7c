package dev.bascule.updater.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.image.origin.Body;
import dev.bascule.image.origin.Origin;
import dev.bascule.image.origin.Tagged;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MirrorsTest {

  private final List<String> asked = new ArrayList<>();
  private final Place one = new Place("one");
  private final Place two = new Place("two");
  private final Place three = new Place("three");
  private long now = -1;
  private final Mirrors mirrors = new Mirrors(List.of(one, two, three), () -> now);

  @Test
  void asksTheFirstWhileItAnswers() throws IOException {
    read();
    read();

    assertThat(asked).containsExactly("one", "one");
    assertThat(mirrors.name()).isEqualTo("one");
  }

  @Test
  void asksTheNextAndRemembersForAWhile() throws IOException {
    one.failure = new IOException("down");
    read();
    read();
    assertThat(asked).containsExactly("one", "two", "two");

    one.failure = null;
    now += Mirrors.SHUNNED.toNanos();
    read();

    assertThat(asked).containsExactly("one", "two", "two", "one");
  }

  @Test
  void asksTheOneThatFailedFirstWhenAllDid() throws IOException {
    one.failure = new IOException("down");
    two.failure = new IOException("down");
    three.failure = new IOException("down");
    assertThatThrownBy(this::read).hasMessageContaining("none of the mirrors answers");
    now += 1;
    one.failure = null;
    asked.clear();

    read();

    assertThat(asked).containsExactly("one");
  }

  @Test
  void leavesAloneWhoAsksForIt() throws IOException {
    one.failure = new HttpStatusException("busy", 503, Duration.ofHours(1));
    two.failure = new IOException("down");
    three.failure = new HttpStatusException("busy", 429, Duration.ofMinutes(20));

    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(HttpStatusException.class,
            e -> assertThat(e.retryAfter()).contains(Duration.ofMinutes(20)));
    one.failure = null;
    asked.clear();
    now += Duration.ofMinutes(30).toNanos();
    two.failure = new IOException("down");
    three.failure = new IOException("down");
    assertThatThrownBy(this::read).hasMessageContaining("none of the mirrors answers");
    assertThat(asked).containsExactly("two", "three");

    now += Duration.ofMinutes(31).toNanos();
    read();
    assertThat(asked).containsExactly("two", "three", "one");
  }

  @Test
  void believesThatAFileIsAbsentOnlyIfNobodyHasIt() throws IOException {
    one.absent = true;
    read();
    assertThat(mirrors.name()).isEqualTo("two");
    two.absent = true;
    three.failure = new IOException("down");

    assertThat(mirrors.open("path", 0)).isEmpty();
    assertThat(asked).containsExactly("one", "two", "one", "two", "three");
  }

  @Test
  void leavesAPlaceThatBreaksOffInTheMiddle() throws IOException {
    one.breaksOff = true;
    try (Body body = mirrors.open("path", 0).orElseThrow()) {
      assertThatThrownBy(() -> body.stream().readAllBytes()).hasMessage("cut");
    }
    read();

    assertThat(asked).containsExactly("one", "two");
  }

  @Test
  void givesEachPlaceUpOnceWhoseFilesCannotBeUsed() throws IOException {
    read();
    assertThat(mirrors.goElsewhere()).isTrue();
    read();
    assertThat(mirrors.goElsewhere()).isTrue();
    read();
    assertThat(mirrors.goElsewhere()).isFalse();
    assertThat(asked).containsExactly("one", "two", "three");
  }

  @Test
  void asksTheNextForATaggedFileWhereTheFirstFails() throws IOException {
    one.failure = new IOException("down");

    Tagged found = mirrors.openUnless("path", "").orElseThrow();
    assertThat(found.tag()).isEqualTo("two's");
    assertThat(mirrors.openUnless("path", "two's").orElseThrow().body()).isNull();
    assertThat(mirrors.openUnless("path", "one's").orElseThrow().body()).isNotNull();
    assertThat(asked).containsExactly("one", "two", "two", "two");
  }

  private byte[] read() throws IOException {
    try (Body body = mirrors.open("path", 0).orElseThrow()) {
      return body.stream().readAllBytes();
    }
  }

  private final class Place implements Origin {
    private final String name;
    private @Nullable IOException failure;
    private boolean absent;
    private boolean breaksOff;

    Place(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Optional<Body> open(String path, long offset) throws IOException {
      asked.add(name);
      if (failure != null) {
        throw failure;
      }
      return absent ? Optional.empty() : Optional.of(new Body(stream(), offset));
    }

    @Override
    public Optional<Tagged> openUnless(String path, String tag) throws IOException {
      String own = name + "'s";
      return open(path, 0).map(body -> new Tagged(tag.equals(own) ? null : body, own));
    }

    private InputStream stream() {
      return new FilterInputStream(new ByteArrayInputStream(new byte[10])) {
        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          if (breaksOff) {
            throw new IOException("cut");
          }
          return super.read(bytes, offset, length);
        }
      };
    }
  }
}
