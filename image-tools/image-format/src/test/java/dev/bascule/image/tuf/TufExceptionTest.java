package dev.bascule.image.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a refusal says to scripts and to people: the words are part of the command's interface. */
class TufExceptionTest {

  private static final Threshold UNMET =
      new Threshold(new RoleKeys(List.of(), 1, Map.of()), List.of(), List.of());

  @Test
  void hasAWordForScripts() {
    assertThat(List.of(
        new ExpiredException("timestamp", 3, Instant.EPOCH, Instant.EPOCH.plusSeconds(1)),
        new MalformedException("root", "is no object"),
        new MismatchException("snapshot", "version", 2, 3),
        new NotSignedException("root", UNMET),
        new RollbackException("timestamp", "version", 3, 2L),
        new TrustAnchorException(UNMET),
        UnreachableException.missing("timestamp", "a stick")))
        .extracting(TufException::reason)
        .containsExactly("expired", "malformed", "mismatch", "not-signed", "rollback",
            "no-trust-anchor", "unreachable");
  }

  @Test
  void carriesWhatWasExpectedAndFound() {
    MismatchException mismatch = new MismatchException("snapshot", "version", 2, 3);
    assertThat(mismatch).hasMessage("snapshot: version: expected 2, found 3");
    assertThat(mismatch.expected()).isEqualTo("2");
    assertThat(mismatch.found()).isEqualTo("3");
    assertThat(mismatch.subject()).isEqualTo("snapshot");
    assertThat(new NotSignedException("root", UNMET).threshold()).isEqualTo(UNMET);
    assertThat(UnreachableException.failed("root", "a stick", new IOException("no medium")))
        .hasMessage("root: cannot be read from a stick: no medium");
  }

  @Test
  void saysWhatIsOfferedInPlaceOfWhatWasSeen() {
    RollbackException older = new RollbackException("timestamp", "version", 3, 2L);
    RollbackException gone = new RollbackException("snapshot", "role a", 3, null);

    assertThat(older).hasMessageContaining("has seen version 3, and is offered version 2.");
    assertThat(older.offered()).isEqualTo(2);
    assertThat(gone).hasMessageContaining("has seen version 3, and is offered none.");
    assertThat(gone.offered()).isNull();
  }
}
