package dev.bascule.lab.debian;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReleaseTest {

  @Test
  void pinsThePointReleaseAndWhatIsNotOfIt() {
    assertThat(Release.FIRST.preferences("bookworm")).startsWith(
        "Package: *", "Pin: release n=bookworm", "Pin-Priority: 900", "",
        "Package: src:openssh", "Pin: version *9.2p1-2+deb12u7", "Pin-Priority: 1001", "");
    assertThat(Release.FOURTH.preferences("bookworm")).containsSubsequence(
        "Package: src:expat", "Pin: version *", "Pin-Priority: 990");
    assertThat(Release.THIRD.preferences("bookworm")).hasSize(4);
  }

  @Test
  void hasOneKernelOfItsOwnWhereItIsNotTheEditions() {
    assertThat(Release.FIFTH.recipe(Recipe.SERVER).packages())
        .hasSameSizeAs(Recipe.SERVER.packages())
        .contains("linux-image-6.1.0-54-cloud-amd64")
        .doesNotContain("linux-image-cloud-amd64");
    assertThat(Release.GROWN.recipe(Recipe.SERVER).packages())
        .contains("linux-image-cloud-amd64", "containerd");
  }
}
