package dev.bascule.lab.load;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.catalog.Offer;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.ManifestJson;
import dev.bascule.lab.Progress;
import dev.bascule.lab.device.Workshop;
import dev.bascule.publisher.build.BuildSettings;
import dev.bascule.publisher.build.ImageBuilder;
import dev.bascule.publisher.build.ImageDescription;
import dev.bascule.publisher.build.VolumeSource;
import dev.bascule.publisher.key.KeyRing;
import dev.bascule.publisher.key.KeyType;
import dev.bascule.publisher.key.PassphraseSource;
import dev.bascule.publisher.key.PrivateKey;
import dev.bascule.publisher.key.Signer;
import dev.bascule.publisher.repository.Edition;
import dev.bascule.publisher.repository.ImageRelease;
import dev.bascule.publisher.repository.Lifetimes;
import dev.bascule.publisher.repository.ModelRoles;
import dev.bascule.publisher.repository.RepositoryDirectory;
import dev.bascule.publisher.repository.RoleSignatories;
import dev.bascule.publisher.repository.Signing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Fills a workshop's repository as years and other models would: each model has keys of its own, so many versions of a
 * small image that its roles list a hundred files, and a catalogue. The publisher's own code writes all of it.
 */
final class ManyModels {

  /** Three files each; with the catalogue a hundred. */
  static final int VERSIONS = 33;

  private static final int FILES = 3 * VERSIONS + 1;
  /** What is published at once has at most 65,536 files. */
  private static final int BATCH = 200;
  private static final String CHANNEL = "stable";

  private final Workshop workshop;
  private final Path images;
  private final List<Model> others = new ArrayList<>();
  private int changes;

  private record Model(ModelRoles roles, Signer images, Signer rollout) {}

  private ManyModels(Workshop workshop, Path images) {
    this.workshop = workshop;
    this.images = images;
  }

  /**
   * Publishes until the repository has so many models.
   *
   * @param scratch a directory that is made
   */
  static ManyModels fill(Workshop workshop, int models, Path scratch, Progress progress)
      throws IOException {
    ManyModels many = new ManyModels(workshop, Files.createDirectories(scratch));
    many.buildImages();
    many.publishOwn();
    for (int i = 1; i < models; i++) {
      many.others.add(new Model(new ModelRoles("other-board-%04d".formatted(i)),
          PrivateKey.generate(KeyType.ED25519, new SecureRandom()),
          PrivateKey.generate(KeyType.ED25519, new SecureRandom())));
    }
    for (int from = 0; from < many.others.size(); from += BATCH) {
      List<Model> batch =
          many.others.subList(from, Math.min(from + BATCH, many.others.size()));
      progress.step("publishing models " + (from + 2) + " to " + (from + 1 + batch.size()) + " of "
          + models);
      many.publish(batch);
    }
    return many;
  }

  /** How many files a repository of so many models lists. */
  static int targets(int models) {
    return models * FILES;
  }

  /** Whether there is another model than the workshop's. */
  boolean hasOthers() {
    return !others.isEmpty();
  }

  /** Another model's channel offers another version; all else stays. */
  void changeAnother() throws IOException {
    Model model = others.get(changes % others.size());
    changes++;
    edit(List.of(model), (repository, edition) -> repository.putCatalog(edition, model.roles(),
        Catalog.empty().withOffer(new Offer(CHANNEL, version(changes % VERSIONS)))));
  }

  private interface Work {
    void on(RepositoryDirectory repository, Edition edition) throws IOException;
  }

  private void edit(List<Model> models, Work work) throws IOException {
    KeyRing keys = KeyRing.of();
    keys.addFile(workshop.key("root.key"), PassphraseSource.none());
    keys.addFile(workshop.key("online.key"), PassphraseSource.none());
    keys.addFile(workshop.key("images.key"), PassphraseSource.none());
    for (Model model : models) {
      keys.add(model.images());
      keys.add(model.rollout());
    }
    try (RepositoryDirectory repository = RepositoryDirectory.open(workshop.repository())) {
      Edition edition = new Edition(repository.read(),
          new Signing(keys, Lifetimes.standard(), Instant.now()));
      work.on(repository, edition);
      repository.publish(edition, dev.bascule.publisher.progress.Progress.none());
    }
  }

  /** The workshop's model has had as many versions. */
  private void publishOwn() throws IOException {
    edit(List.of(), (repository, edition) -> addImages(repository, edition,
        new ModelRoles(Workshop.MODEL)));
  }

  private void publish(List<Model> batch) throws IOException {
    edit(batch, (repository, edition) -> {
      for (Model model : batch) {
        edition.delegateImages(model.roles(), alone(model.images()));
        edition.delegateRollout(model.roles(), alone(model.rollout()));
        addImages(repository, edition, model.roles());
        repository.putCatalog(edition, model.roles(),
            Catalog.empty().withOffer(new Offer(CHANNEL, version(VERSIONS - 1))));
      }
    });
  }

  private static RoleSignatories alone(Signer signer) {
    return new RoleSignatories(List.of(signer.publicKey()), 1);
  }

  private void addImages(RepositoryDirectory repository, Edition edition, ModelRoles model)
      throws IOException {
    for (int i = 0; i < VERSIONS; i++) {
      Path file = images.resolve(version(i).toString()).resolve(ImageManifest.FILE_NAME);
      ImageManifest built = ManifestJson.decode(Files.readAllBytes(file));
      Files.write(file, ManifestJson.encode(new ImageManifest(built.name(), built.version(),
          built.built(), List.of(model.model()), built.release(), built.floor(),
          built.minimumVersion(), built.notes(), built.volumes())));
      repository.addImage(edition, model, ImageRelease.readManifest(file), bytes -> {});
    }
  }

  private void buildImages() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < VERSIONS; i++) {
      byte[] content = new byte[4096];
      random.nextBytes(content);
      Path volume = Files.write(images.resolve("volume-" + i), content);
      Version version = version(i);
      new ImageBuilder(images.resolve(version.toString()),
          BuildSettings.defaults("small", version).withLevel(1)).build(
              new ImageDescription("small", version, Instant.EPOCH, List.of(Workshop.MODEL), 1, 0,
                  null, ""),
              List.of(new VolumeSource("root", volume)), bytes -> {});
    }
  }

  /** Older than all that the workshop makes. */
  private static Version version(int number) {
    return Version.parse("0.1." + number);
  }
}
