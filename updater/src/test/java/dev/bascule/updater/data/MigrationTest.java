package dev.bascule.updater.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.updater.data.Migration.Outcome;
import dev.bascule.updater.journal.Events;
import dev.bascule.updater.journal.ImageRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data goes with the release that runs, forward and back, and is whole at every moment. */
final class MigrationTest {

  private static final ImageRef OLD = Events.image("1.0.0");
  private static final ImageRef NEW = Events.image("2.0.0");

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path directory;
  @SuppressWarnings("NullAway.Init") // made before each test
  private Path live;
  @SuppressWarnings("NullAway.Init") // made before each test
  private Path beside;

  @BeforeEach
  void makeData() throws IOException {
    live = directory.resolve("product/data");
    beside = directory.resolve("product/data.bascule");
    Files.createDirectories(live.resolve("deep/er"));
    Files.writeString(live.resolve("form"), "1.0.0");
    Files.writeString(live.resolve("deep/er/records"), "what was measured");
    Files.createSymbolicLink(live.resolve("link"), Path.of("deep"));
    migration().adopt(OLD, null);
  }

  @Test
  void triesAReleaseOnACopyAndKeepsTheOriginalUntilItIsConfirmed() throws IOException {
    assertThat(migration().adopt(NEW, OLD)).isEqualTo(new Outcome.Changed(Owner.of(OLD)));

    assertThat(live.resolve("form")).hasContent("2.0.0");
    assertThat(live.resolve("deep/er/records")).hasContent("what was measured");
    assertThat(beside.resolve("form")).hasContent("1.0.0");

    assertThat(migration().adopt(NEW, OLD)).isEqualTo(new Outcome.AsItWas());
    migration().confirmed(NEW);
    assertThat(beside).doesNotExist();
    assertThat(live.resolve("form")).hasContent("2.0.0");
  }

  @Test
  void givesTheOldReleaseItsDataBackAfterAFallBack() throws IOException {
    migration().adopt(NEW, OLD);
    Files.writeString(live.resolve("deep/er/records"), "what the trial made of it");

    assertThat(migration().adopt(OLD, null)).isEqualTo(new Outcome.TakenUp(Owner.of(NEW)));

    assertThat(live.resolve("form")).hasContent("1.0.0");
    assertThat(live.resolve("deep/er/records")).hasContent("what was measured");
    migration().confirmed(OLD);
    assertThat(beside).doesNotExist();
  }

  @Test
  void makesACopyForTheWayBackFromAConfirmedRelease() throws IOException {
    migration().adopt(NEW, OLD);
    migration().confirmed(NEW);

    migration().prepareReturn(NEW, OLD);
    assertThat(live.resolve("form")).as("the release goes on with its own").hasContent("2.0.0");

    assertThat(migration().adopt(OLD, null)).isEqualTo(new Outcome.TakenUp(Owner.of(NEW)));
    assertThat(live.resolve("form")).hasContent("1.0.0");
  }

  @Test
  void throwsTheCopyAwayIfTheOlderReleaseDidNotComeUp() throws IOException {
    migration().adopt(NEW, OLD);
    migration().confirmed(NEW);
    migration().prepareReturn(NEW, OLD);

    assertThat(migration().adopt(NEW, null)).isEqualTo(new Outcome.AsItWas());
    migration().confirmed(NEW);

    assertThat(beside).doesNotExist();
    assertThat(live.resolve("form")).hasContent("2.0.0");
  }

  @Test
  void leavesTheDataAsItWasWhereItCannotBeMigrated() throws IOException {
    Form broken = new Rewriting() {
      @Override
      public void change(Path place, Owner from, Owner to) throws IOException {
        Files.writeString(place.resolve("form"), "half");
        throw new MigrationException("no room", "make some");
      }
    };
    assertThatThrownBy(() -> new Migration(new DataDirectory(live), broken).adopt(NEW, OLD))
        .isInstanceOf(MigrationException.class);

    assertThat(live.resolve("form")).hasContent("1.0.0");
    assertThat(beside).doesNotExist();
  }

  @Test
  void copiesWhatBelongsToAFile() throws IOException {
    Path records = live.resolve("deep/er/records");
    Files.setPosixFilePermissions(records, PosixFilePermissions.fromString("rw-r-----"));
    Files.setPosixFilePermissions(live.resolve("deep"),
        PosixFilePermissions.fromString("rwx------"));
    FileTime time = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(records, time);
    Files.setLastModifiedTime(live.resolve("deep"), time);

    migration().adopt(NEW, OLD);

    assertThat(Files.getPosixFilePermissions(live.resolve("deep/er/records")))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    assertThat(Files.getPosixFilePermissions(live.resolve("deep")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.getLastModifiedTime(live.resolve("deep/er/records"))).isEqualTo(time);
    assertThat(Files.getLastModifiedTime(live.resolve("deep"))).isEqualTo(time);
    assertThat(Files.readSymbolicLink(live.resolve("link"))).hasToString("deep");
  }

  @Test
  void hasNothingToDoWhereThereIsNoData() throws IOException {
    DataDirectory none = new DataDirectory(directory.resolve("none"));
    assertThat(new Migration(none, new Rewriting()).adopt(NEW, OLD))
        .isEqualTo(new Outcome.NoData());
    assertThat(directory.resolve("none")).doesNotExist();
  }

  @Test
  void refusesToGuessWhoseDataItIs() throws IOException {
    Files.writeString(live.resolve(DataDirectory.OWNER), "{");
    assertThatThrownBy(() -> migration().adopt(NEW, OLD)).isInstanceOf(IOException.class)
        .hasMessageContaining(DataDirectory.OWNER);
    assertThat(live.resolve("form")).hasContent("1.0.0");
  }

  /** The power goes before and after each step; the same image, or the other one, boots next. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isWholeAndGoesOnWhereverThePowerGoes(boolean fallsBack) throws IOException {
    int cuts = 0;
    for (int step = 0;; step++) {
      CutDirectory cut = new CutDirectory(live, step);
      boolean ended = true;
      try {
        new Migration(cut, new Rewriting()).adopt(NEW, OLD);
      } catch (PowerCut e) {
        ended = false;
        cuts++;
      }
      Owner owner = new DataDirectory(live).owner().orElseThrow();
      assertThat(live.resolve("form")).as("step %d", step).hasContent(owner.version().toString());
      ImageRef next = fallsBack ? OLD : NEW;
      migration().adopt(next, next.equals(NEW) ? OLD : null);
      assertThat(new DataDirectory(live).owner()).isEqualTo(Optional.of(Owner.of(next)));
      assertThat(live.resolve("form")).hasContent(next.version().toString());
      assertThat(live.resolve("deep/er/records")).hasContent("what was measured");
      // From the beginning again.
      migration().adopt(OLD, null);
      migration().confirmed(OLD);
      assertThat(live.resolve("form")).hasContent("1.0.0");
      if (ended) {
        break;
      }
    }
    assertThat(cuts).isGreaterThanOrEqualTo(8);
  }

  /** A copy of which a part is there, and a removal of which a part is done, are begun again. */
  @Test
  void begunCopiesAreNobodys() throws IOException {
    Files.createDirectories(beside.resolve("deep"));
    Files.writeString(beside.resolve("form"), "2.0.0");

    assertThat(migration().adopt(NEW, OLD)).isEqualTo(new Outcome.Changed(Owner.of(OLD)));

    assertThat(live.resolve("deep/er/records")).hasContent("what was measured");
  }

  private Migration migration() {
    return new Migration(new DataDirectory(live), new Rewriting());
  }

  /** The power goes. */
  private static final class PowerCut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** A directory whose steps end in a power cut: step 2n before the n-th of them, step 2n + 1 after it. */
  private static final class CutDirectory extends DataDirectory {
    private int left;

    CutDirectory(Path live, int step) {
      super(live);
      this.left = step;
    }

    /** One of the steps. */
    private interface Step {
      void run() throws IOException;
    }

    private void cut(Step step) throws IOException {
      if (left-- == 0) {
        throw new PowerCut();
      }
      step.run();
      if (left-- == 0) {
        throw new PowerCut();
      }
    }

    @Override
    void copyBeside() throws IOException {
      cut(super::copyBeside);
    }

    @Override
    void ownBeside(Owner owner) throws IOException {
      cut(() -> super.ownBeside(owner));
    }

    @Override
    void exchange() throws IOException {
      cut(super::exchange);
    }

    @Override
    void dropBeside() throws IOException {
      cut(super::dropBeside);
    }
  }

  /** A form that consists of the version. */
  private static class Rewriting implements Form {
    @Override
    public boolean known() {
      return true;
    }

    @Override
    public void change(Path place, Owner from, Owner to) throws IOException {
      assertThat(place.resolve("form")).hasContent(from.version().toString());
      Files.writeString(place.resolve("form"), to.version().toString());
    }
  }
}
