package dev.bascule.updater.device;

import dev.bascule.image.origin.DirectoryOrigin;
import dev.bascule.image.tuf.Limits;
import dev.bascule.image.tuf.ReferenceTime;
import dev.bascule.image.tuf.Repository;
import dev.bascule.image.tuf.TrustedRole;
import dev.bascule.image.tuf.TrustedStore;
import dev.bascule.image.tuf.TufClient;
import dev.bascule.updater.config.Configuration;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** What this device trusts at the moment, without asking anybody. */
public final class TrustedMetadata {

  private TrustedMetadata() {}

  /** The roles that are trusted, root first, expired or not. */
  public static List<TrustedRole> read(Configuration configuration) throws IOException {
    Path stored = configuration.device().state().resolve(Repositories.TRUSTED);
    TufClient client = new TufClient(new TrustedStore(stored),
        Repository.at(new DirectoryOrigin(stored)),
        Repositories.readAnchor(configuration.device().trust()),
        ReferenceTime.withoutFloor(InstantSource.system()), Limits.STANDARD);
    return client.trusted();
  }
}
