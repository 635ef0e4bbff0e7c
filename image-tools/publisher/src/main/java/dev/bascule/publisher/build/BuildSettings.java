package dev.bascule.publisher.build;

import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import dev.bascule.image.tile.Segments;
import dev.bascule.image.tile.TileLayout;
import dev.bascule.image.verity.VerityParameters;
import dev.bascule.publisher.delta.DeltaBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How volumes are turned into payloads.
 *
 * @param level zstd's, 1 to 22
 * @param threads how many tiles are compressed at once
 * @param verityRoles the roles whose volumes get a hash tree
 * @param salt the trees' salt in hexadecimal digits, or null for one made from name, version and role
 * @param uuid the trees' identifier, or null for one made from name, version and role
 * @param blocks whether volumes get an index of their blocks, for devices that no delta fits
 */
public record BuildSettings(int tileSize, int segmentSize, int level, int threads,
    Set<String> verityRoles, @Nullable String salt, @Nullable UUID uuid, String seed,
    boolean blocks) {

  /** What {@code bascule-image build} does when it is told nothing. */
  public static BuildSettings defaults(String name, Version version) {
    return new BuildSettings(TileLayout.DEFAULT_TILE_SIZE, Segments.DEFAULT_SIZE, 19,
        DeltaBuilder.fittingThreads(), Set.of(), null, null, name + " " + version,
        false);
  }

  public BuildSettings {
    verityRoles = Set.copyOf(verityRoles);
    if (level < 1 || level > 22) {
      throw new IllegalArgumentException("zstd level: expected 1 to 22, found " + level);
    }
  }

  /** The same with other trees. */
  public BuildSettings withVerity(Set<String> roles, @Nullable String newSalt,
      @Nullable UUID newUuid) {
    return new BuildSettings(
        tileSize, segmentSize, level, threads, roles, newSalt, newUuid, seed, blocks);
  }

  /** The same with another compression level. */
  public BuildSettings withLevel(int newLevel) {
    return new BuildSettings(
        tileSize, segmentSize, newLevel, threads, verityRoles, salt, uuid, seed, blocks);
  }

  /** The same with an index of each volume's blocks. */
  public BuildSettings withBlocks() {
    return new BuildSettings(
        tileSize, segmentSize, level, threads, verityRoles, salt, uuid, seed, true);
  }

  /** What a role's hash tree is made with, or null if it gets none. */
  @Nullable
  VerityParameters verity(String role, long volumeSize) {
    if (!verityRoles.contains(role)) {
      return null;
    }
    byte[] origin = (seed + " " + role).getBytes(StandardCharsets.UTF_8);
    return new VerityParameters(salt == null ? Sha256.digest(origin).toString() : salt,
        uuid == null ? UUID.nameUUIDFromBytes(origin) : uuid,
        volumeSize / VerityParameters.BLOCK_SIZE);
  }
}
