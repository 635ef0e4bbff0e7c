package dev.bascule.image.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A device that knows an honest repository meets each {@link HostileRepository}, and then the honest one again. */
class HostileRepositoryTest {

  @TempDir
  Path directory;
  private final RepositoryForge forge = HostileRepository.honest();

  @ParameterizedTest
  @EnumSource
  void isRefusedByADeviceThatKnowsBetter(HostileRepository hostile) throws Exception {
    Device device = new Device(forge, directory);
    assertThat(device.fetch("edge/file")).isEqualTo("good");

    requireRefused(hostile, device);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {
      // Only who has seen more can know that these are of before.
      "TIMESTAMP_OF_BEFORE", "TIMESTAMP_LISTS_SNAPSHOT_OF_BEFORE",
      "SNAPSHOT_LISTS_TARGETS_OF_BEFORE", "SNAPSHOT_LISTS_DELEGATED_ROLE_OF_BEFORE",
      "SNAPSHOT_FORGETS_DELEGATED_ROLE"})
  void isRefusedByANewDevice(HostileRepository hostile) throws Exception {
    requireRefused(hostile, new Device(forge, directory));
  }

  private void requireRefused(HostileRepository hostile, Device device) throws Exception {
    RepositoryForge.Edition honest = forge.edition();
    hostile.corrupt(forge);
    Class<? extends TufException> refusal = hostile.refusal;
    if (refusal == null) {
      TufClient client = device.client();
      client.refresh();
      assertThat(client.find("edge/file")).isEmpty();
    } else {
      assertThatThrownBy(() -> device.fetch("edge/file")).isInstanceOf(refusal)
          .extracting(e -> ((TufException) e).subject())
          .isEqualTo(hostile.subject);
      // The same again: a refusal leaves nothing behind that changes the next one.
      Map<String, Long> versions = device.versions();
      assertThatThrownBy(() -> device.fetch("edge/file")).isInstanceOf(refusal);
      assertThat(device.versions()).isEqualTo(versions);
    }
    forge.restore(honest);
    if (hostile == HostileRepository.FROZEN_ROOT) {
      // Its keys signed it: what helps is another one after it.
      forge.signed("root").put("version", 3);
      forge.publish("root");
    }
    assertThat(device.fetch("edge/file")).isEqualTo("good");
  }
}
