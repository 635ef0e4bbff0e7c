package dev.bascule.lab.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.manifest.ImageFile;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.ManifestJson;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.image.origin.Body;
import dev.bascule.image.tuf.Limits;
import dev.bascule.image.tuf.ReferenceTime;
import dev.bascule.image.tuf.Repository;
import dev.bascule.image.tuf.Target;
import dev.bascule.image.tuf.TrustedStore;
import dev.bascule.image.tuf.TufClient;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.device.Workshop;
import dev.bascule.updater.source.HttpLimits;
import dev.bascule.updater.source.HttpOrigin;
import dev.bascule.updater.source.WebClient;
import dev.bascule.updater.source.WebSettings;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * Two devices that read a repository over HTTP, one that remembers what it saw and a new one each time. They verify the whole
 * chain, and read every byte of the image that is offered.
 */
final class Onlooker implements Closeable {

  private final Path scratch;
  private final byte[] anchor;
  private final WebClient web;
  private final Repository repository;
  private final TufClient seasoned;

  /**
   * Nothing is read yet.
   *
   * @param scratch a directory that is made
   * @param root what both were built with
   */
  Onlooker(Path scratch, Path root, URI url) throws IOException {
    this.scratch = Files.createDirectory(scratch);
    this.anchor = Files.readAllBytes(root);
    this.web = new WebClient(WebSettings.of(HttpLimits.standard()));
    this.repository = Repository.at(new HttpOrigin(url, web));
    this.seasoned = client("seasoned");
  }

  /**
   * Looks.
   *
   * @return the version that both devices are offered, the new one at least as late as the other
   * @throws IOException if anything does not verify or is not there
   */
  String look() throws IOException {
    String offered = look(seasoned);
    TufClient fresh = client("fresh");
    assertThat(look(fresh)).isGreaterThanOrEqualTo(offered);
    new FileTree(scratch.resolve("fresh")).delete();
    return offered;
  }

  /** What the seasoned device knows, as it was when it looked last, is still there whole. */
  void readAgain() throws IOException {
    readWhole(seasoned);
  }

  private String look(TufClient client) throws IOException {
    client.refresh();
    return readWhole(client);
  }

  private String readWhole(TufClient client) throws IOException {
    Catalog catalog = Catalog.decode(client.fetch(find(client, Catalog.path(Workshop.MODEL))));
    Version version = catalog.offer("stable").orElseThrow().version();
    String directory = ImageManifest.directory(Workshop.MODEL, version) + "/";
    ImageManifest manifest = ManifestJson
        .decode(client.fetch(find(client, directory + ImageManifest.FILE_NAME)));
    for (VolumeImage volume : manifest.volumes()) {
      readWhole(client, directory, volume.tiles());
      for (Payload payload : volume.payloads()) {
        readWhole(client, directory, payload.file());
      }
    }
    return version.toString();
  }

  private void readWhole(TufClient client, String directory, ImageFile file) throws IOException {
    Target target = find(client, directory + file.name());
    try (Body body = repository.openTarget(target, 0)
        .orElseThrow(
            () -> new IOException(target.path() + ": is not there"))) {
      assertThat(Sha256.digest(body.stream().readAllBytes())).isEqualTo(file.sha256());
    }
  }

  private static Target find(TufClient client, String path) throws IOException {
    return client.find(path).orElseThrow(() -> new IOException(path + ": nobody lists it"));
  }

  private TufClient client(String name) throws IOException {
    return new TufClient(new TrustedStore(Files.createDirectory(scratch.resolve(name))),
        repository, anchor, ReferenceTime.withoutFloor(InstantSource.system()), Limits.STANDARD);
  }

  @Override
  public void close() {
    web.close();
  }
}
