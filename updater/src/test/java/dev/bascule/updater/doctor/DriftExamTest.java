package dev.bascule.updater.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.updater.config.PlainConfiguration;
import dev.bascule.updater.doctor.Diagnosis.Grade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of mounts as the kernel writes them. */
final class DriftExamTest {

  private static final String SOUND = """
    /dev/mapper/root / erofs ro,relatime,user_xattr,acl 0 0
    /dev/vda6 /var ext4 rw,noatime 0 0
    /dev/vda2 /boot/efi vfat rw,noatime 0 0
    overlay /etc overlay rw,lowerdir=/etc,upperdir=/var/etc 0 0
    /dev/vda7 /usr/local ext4 rw,relatime 0 0
    """;

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path root;

  @Test
  void isContentWithARootThatNobodyCanWrite() throws IOException {
    assertThat(look(SOUND)).extracting(Diagnosis::grade).containsExactly(Grade.OK);
  }

  @Test
  void tellsOfARootThatMayBeWrittenTo() throws IOException {
    assertThat(look(SOUND.replace("erofs ro,", "ext4 rw,"))).singleElement()
        .satisfies(found -> {
          assertThat(found.grade()).isEqualTo(Grade.WARNING);
          assertThat(found.found()).contains("the root may be written to");
          assertThat(found.remedy()).contains("remount,ro");
        });
  }

  @Test
  void tellsOfWhatIsLaidOverTheImage() throws IOException {
    assertThat(look(SOUND + "overlay / overlay ro,lowerdir=/a 0 0\n")).extracting(Diagnosis::found)
        .containsExactly(
            "the root is of the type overlay: what runs is the image with something laid over it");
    assertThat(look(SOUND + "sysext /usr overlay ro,lowerdir=/a 0 0\n"
        + "tmpfs /usr/lib/modules tmpfs rw 0 0\n")).extracting(Diagnosis::grade)
        .containsExactly(Grade.WARNING, Grade.WARNING);
    assertThat(look(SOUND + "/dev/loop0 /usr/share/doc squashfs ro 0 0\n"))
        .as("what cannot be written to, and hides nothing by itself")
        .extracting(Diagnosis::grade)
        .containsExactly(Grade.OK);
  }

  private List<Diagnosis> look(String mounts) throws IOException {
    Path proc = root.resolve("proc");
    Files.createDirectories(proc.resolve("1"));
    Files.writeString(proc.resolve("1/mounts"), mounts);
    return new DriftExam(PlainConfiguration.write(root, "")).look();
  }
}
