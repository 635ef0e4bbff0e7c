package dev.bascule.lab.load;

import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.tuf.Limits;
import dev.bascule.image.tuf.ReferenceTime;
import dev.bascule.image.tuf.Repository;
import dev.bascule.image.tuf.TrustedStore;
import dev.bascule.image.tuf.TufClient;
import dev.bascule.lab.device.Workshop;
import dev.bascule.updater.source.HttpOrigin;
import dev.bascule.updater.source.WebClient;
import dev.bascule.updater.source.WebSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Devices that are threads: each has a memory of its own, and looks with the code that the device's command looks with, over a
 * connection that it makes for that look.
 *
 * @param stores where their memories are
 * @param url the repository's
 * @param anchor the file of the root that they were built with
 * @param web how they speak to it
 */
record ClientFleet(Path stores, URI url, Path anchor, WebSettings web) {

  private static final ReferenceTime CLOCK =
      ReferenceTime.withoutFloor(InstantSource.system());

  /**
   * Lets devices look.
   *
   * @param looks how often each does, one after the other
   * @param together how many look at a time
   */
  void look(int devices, int looks, int together) throws IOException {
    List<Callable<Void>> all = new ArrayList<>();
    for (int device = 0; device < devices; device++) {
      Path store = stores.resolve(Integer.toString(device));
      all.add(() -> {
        for (int i = 0; i < looks; i++) {
          look(store);
        }
        return null;
      });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(together)) {
      for (Future<Void> device : threads.invokeAll(all)) {
        device.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a device's look failed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while devices looked");
    }
  }

  /** One look of a device with such a memory. */
  void look(Path store) throws IOException {
    try (WebClient client = new WebClient(web)) {
      TufClient tuf = new TufClient(new TrustedStore(store),
          Repository.at(new HttpOrigin(url, client)), Files.readAllBytes(anchor), CLOCK,
          Limits.STANDARD);
      tuf.refresh();
      if (tuf.find(Catalog.path(Workshop.MODEL)).isEmpty()) {
        throw new IOException(url + ": expected a catalogue, found none");
      }
    }
  }
}
