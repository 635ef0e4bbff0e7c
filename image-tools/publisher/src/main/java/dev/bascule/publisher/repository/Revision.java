package dev.bascule.publisher.repository;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.tuf.KeyId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One version of a model's role that was published: what it changed, who signed it and when. */
public sealed interface Revision {

  /** Which version of which role, and whose it is. */
  Stamp stamp();

  /**
   * A signed version of a model's role.
   *
   * @param snapshot the version of the first snapshot that lists it
   * @param signedAt the signers' clock, if they say
   * @param signers the keys whose signatures count
   */
  record Stamp(ModelRoles model, String role, long version, long snapshot,
      Optional<Instant> signedAt, List<KeyId> signers) {

    public Stamp {
      signers = List.copyOf(signers);
    }
  }

  /**
   * What channels offer.
   *
   * @param before as far as it is known
   * @param after null if its file is not there any more
   */
  record Offered(Stamp stamp, Catalog before, @Nullable Catalog after) implements Revision {}

  /** Which images there are. */
  record Listed(Stamp stamp, List<Version> added, List<Version> removed) implements Revision {

    public Listed {
      added = List.copyOf(added);
      removed = List.copyOf(removed);
    }
  }
}
