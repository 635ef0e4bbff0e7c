package dev.bascule.image.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a device holds is the baseline of a look, and what the look comes to where nothing is new. */
class HeldTest {

  @TempDir
  private Path directory;
  private final List<String> read = new ArrayList<>();

  @Test
  void readsWhatVerifiesOnceInALook() throws IOException {
    RepositoryForge forge = new RepositoryForge();
    Device device = new Device(forge, directory);
    device.client().refresh();

    client(forge).refresh();

    assertThat(read).containsOnlyOnce("snapshot.json", "targets.json");
  }

  private TufClient client(RepositoryForge forge) {
    Disk disk = new LocalDisk();
    Disk watched = (Disk) Proxy.newProxyInstance(Disk.class.getClassLoader(),
        new Class<?>[]{Disk.class}, (proxy, method, arguments) -> {
          if (method.getName().equals("read")) {
            read.add(((Path) arguments[0]).getFileName().toString());
          }
          try {
            return method.invoke(disk, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
    return new TufClient(new TrustedStore(directory, watched), Repository.at(forge.origin),
        forge.origin.get("metadata/1.root.json"),
        ReferenceTime.withoutFloor(InstantSource.fixed(RepositoryForge.NOW)), Limits.STANDARD);
  }
}
