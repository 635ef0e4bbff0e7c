package dev.bascule.updater.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.jimfs.Jimfs;
import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.loader.LoaderConfig;
import dev.bascule.image.VersionPattern;
import dev.bascule.updater.source.HttpLimits;
import dev.bascule.updater.source.TlsFiles;
import dev.bascule.updater.source.WebProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationFilesTest {

  private static final String LEAST = """
    [device]
    model = "edge-x86"
    [boot]
    loader = "gpt"
    disk = "/dev/mmcblk0"
    [[volume]]
    role = "root"
    a = "PARTLABEL=ROOT-A"
    b = "PARTLABEL=ROOT-B"
    """;

  private final Path root = Jimfs
      .newFileSystem(com.google.common.jimfs.Configuration.unix())
      .getPath("/sysroot");

  @Test
  void readsTheLeastConfigurationWithItsDefaults() throws IOException {
    write("etc/bascule/bascule.toml", LEAST);

    Configuration read = ConfigurationFiles.read(root);

    assertThat(read.device().model()).isEqualTo("edge-x86");
    assertThat(read.device().compatible()).containsExactly("edge-x86");
    assertThat(read.device().channel()).isEqualTo("stable");
    assertThat(read.device().state().toString()).isEqualTo("/sysroot/var/lib/bascule");
    assertThat(read.device().trust().toString()).isEqualTo("/sysroot/usr/share/bascule/root.json");
    assertThat(read.boot().tries()).isEqualTo(3);
    assertThat(read.boot().reboot())
        .isEqualTo(new RebootWay.Command(List.of("systemctl", "reboot")));
    assertThat(read.source()).isNull();
    assertThat(read.health().deadline()).isEqualTo(Duration.ofMinutes(2));
    assertThat(read.host()).isEqualTo(Host.running());
  }

  @Test
  void readsEveryKey() throws IOException {
    write("etc/bascule/bascule.toml", """
      [device]
      model = "edge-x86"
      compatible = ["edge-x86", "edge-any"]
      channel = "beta"
      group = "canary"
      pin = "1.2.x"
      seed = "0001"
      state = "/data/bascule"
      run = "/run/elsewhere"
      trust = "/etc/bascule/root.json"
      [boot]
      loader = "gpt"
      volume = "root"
      disk = "/dev/vda"
      tries = 5
      reboot = "kernel"
      [[volume]]
      role = "boot"
      a = "PARTUUID=c12a7328-f81f-11d2-ba4b-00a0c93ec93b"
      b = "/dev/vda4"
      [[volume]]
      role = "root"
      a = "PARTLABEL=ROOT-A"
      b = "PARTLABEL=ROOT-B"
      [source]
      url = "https://updates.example/repo"
      ca = "/etc/bascule/ca.pem"
      poll = "1h30m"
      jitter = "10m"
      connect_timeout = "5s"
      idle_timeout = "10s"
      floor = 2048
      floor_window = "1m"
      mirrors = ["http://near.example:8080/repo", "https://far.example"]
      certificate = "/etc/bascule/device.pem"
      key = "/etc/bascule/device.key"
      proxy = "http://device@proxy.example:3128"
      proxy_password = "/etc/bascule/proxy-password"
      no_proxy = ["near.example", ".inner", "10.0.0.1"]
      redirect_hosts = ["cdn.example", "cdn.example:8443"]
      bandwidth = "500 kB/s"
      [health]
      required = ["/etc/check/required.d"]
      wanted = []
      timeout = "5s"
      deadline = "0s"
      [host]
      proc = "/bench/proc"
      sys = "/bench/sys"
      dev = "/bench/dev"
      """);

    Configuration read = ConfigurationFiles.read(root);

    assertThat(read.device().compatible()).isEqualTo(Set.of("edge-x86", "edge-any"));
    assertThat(read.device().seed()).isEqualTo("0001");
    assertThat(read.device().group()).isEqualTo("canary");
    assertThat(read.device().pin()).isEqualTo(VersionPattern.parse("1.2.x"));
    assertThat(read.boot().disk()).isEqualTo("/dev/vda");
    assertThat(read.boot().reboot()).isEqualTo(new RebootWay.Kernel());
    assertThat(read.boot().loader()).isEqualTo(
        new LoaderConfig.Gpt(Path.of("/dev/vda"), read.volume("root").orElseThrow().a(),
            read.volume("root").orElseThrow().b()));
    assertThat(read.volume("boot").orElseThrow().of(Slot.B)).isEqualTo("/dev/vda4");
    SourceSettings source = Objects.requireNonNull(read.source());
    assertThat(source.url()).isEqualTo(URI.create("https://updates.example/repo/"));
    assertThat(source.tls()).isEqualTo(new TlsFiles(root.resolve("etc/bascule/ca.pem"),
        root.resolve("etc/bascule/device.pem"), root.resolve("etc/bascule/device.key")));
    assertThat(source.mirrors()).containsExactly(
        URI.create("http://near.example:8080/repo/"), URI.create("https://far.example/"));
    assertThat(source.proxy()).isEqualTo(new ProxyChoice.Named(
        new WebProxy("proxy.example", 3128, "device", null),
        root.resolve("etc/bascule/proxy-password"), List.of("near.example", ".inner", "10.0.0.1")));
    assertThat(source.redirectHosts()).isEqualTo(Set.of("cdn.example", "cdn.example:8443"));
    assertThat(source.limits()).isEqualTo(new HttpLimits(Duration.ofSeconds(5),
        Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMinutes(1), 2048));
    assertThat(source.bandwidth()).hasValue(500_000);
    assertThat(source.poll()).isEqualTo(Duration.ofMinutes(90));
    assertThat(read.health().wanted()).isEmpty();
    assertThat(read.health().timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(read.host().proc()).isEqualTo(Path.of("/bench/proc"));
  }

  @Test
  void readsALoadersOwnKeysBelowTheRoot() throws IOException {
    write("etc/bascule/bascule.toml", LEAST.replace("loader = \"gpt\"",
        "loader = \"grub\"\nenvironment = \"/boot/efi/grubenv\"\nsecond = \"/dev/vda9\""));

    assertThat(ConfigurationFiles.read(root).boot().loader())
        .isEqualTo(new LoaderConfig.Grub(root.resolve("boot/efi/grubenv"),
            Optional.of(Path.of("/dev/vda9")), "A", "B", "PARTLABEL=ROOT-A", "PARTLABEL=ROOT-B"));
  }

  @Test
  void readsWhereHawkbitIs() throws IOException {
    write("etc/bascule/bascule.toml", LEAST + """
      [source]
      url = "https://updates.example.com/"
      [hawkbit]
      url = "https://hawkbit.example.com"
      controller_id = "edge-0001"
      target_token = "/etc/bascule/hawkbit.token"
      """);

    assertThat(ConfigurationFiles.read(root).hawkbit())
        .isEqualTo(new HawkbitSettings(URI.create("https://hawkbit.example.com/"), "DEFAULT",
            "edge-0001", HawkbitSettings.Credential.TARGET,
            root.resolve("etc/bascule/hawkbit.token"), "edge-x86"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`',
      textBlock = """
        url = "file:///x"\\ncontroller_id = "a"\\ntarget_token = "/t" | hawkbit.url
        url = "http://x"\\ntarget_token = "/t" | hawkbit.controller_id
        url = "http://x"\\ncontroller_id = "a/b"\\ntarget_token = "/t" | hawkbit.controller_id
        url = "http://x"\\ncontroller_id = "a" | hawkbit.target_token
        url = "http://x"\\ncontroller_id = "a"\\ntarget_token = "/t"\\ngateway_token = "/g" | hawkbit.gateway_token
        url = "http://x"\\ncontroller_id = "a"\\ntarget_token = "/t"\\ntenant = "?" | hawkbit.tenant
        """)
  void refusesAHawkbitThatCannotBe(String keys, String wrong) throws IOException {
    write("etc/bascule/bascule.toml", LEAST + "[source]\nurl = \"http://x/\"\n[hawkbit]\n"
        + keys.replace("\\n", "\n"));

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> ConfigurationFiles.read(root))
        .satisfies(refused -> assertThat(refused.key()).isEqualTo(wrong));
  }

  @Test
  void refusesAKeyThatTheLoaderDoesNotHave() throws IOException {
    write("etc/bascule/bascule.toml",
        LEAST.replace("loader = \"gpt\"", "loader = \"gpt\"\nenvironment = \"/boot/grubenv\""));

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> ConfigurationFiles.read(root))
        .satisfies(refused -> assertThat(refused.key()).isEqualTo("boot.environment"));
  }

  @Test
  void laysDropInsOverTheMainFileByName() throws IOException {
    write("etc/bascule/bascule.toml", LEAST);
    write("etc/bascule/conf.d/20-beta.toml", "[device]\nchannel = \"beta\"\n");
    write("etc/bascule/conf.d/10-alpha.toml", "[device]\nchannel = \"alpha\"\n[boot]\ntries = 7\n");
    write("etc/bascule/conf.d/notes.txt", "not TOML");

    Configuration read = ConfigurationFiles.read(root);

    assertThat(read.device().channel()).isEqualTo("beta");
    assertThat(read.boot().tries()).isEqualTo(7);
    assertThat(read.device().model()).isEqualTo("edge-x86");
  }

  @Test
  void blamesTheDropInThatHasTheValue() throws IOException {
    write("etc/bascule/bascule.toml", LEAST);
    write("etc/bascule/conf.d/10-tries.toml", "[boot]\ntries = 99\n");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> ConfigurationFiles.read(root))
        .withMessage("/sysroot/etc/bascule/conf.d/10-tries.toml: boot.tries: "
            + "expected a whole number from 1 to 15, found 99");
  }

  @Test
  void readsOnlyTheNamedFileWhenOneIsNamed() throws IOException {
    write("bench.toml", LEAST);
    write("etc/bascule/bascule.toml", "nonsense");

    assertThat(ConfigurationFiles.readOnly(root, root.resolve("bench.toml")).device().model())
        .isEqualTo("edge-x86");
  }

  @Test
  void saysWhereTheConfigurationShouldBe() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> ConfigurationFiles.read(root))
        .withMessageStartingWith("/sysroot/etc/bascule/bascule.toml: expected the configuration")
        .satisfies(refused -> assertThat(refused.remedy()).contains("--config"));
  }

  @Test
  void suggestsTheKeyThatWasProbablyMeant() throws IOException {
    write("etc/bascule/bascule.toml", LEAST + "[source]\nurl = \"http://x/\"\npol = \"6h\"\n");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> ConfigurationFiles.read(root))
        .withMessage("/sysroot/etc/bascule/bascule.toml: source.pol: is not a known key")
        .satisfies(refused -> assertThat(refused.remedy()).isEqualTo("did you mean source.poll?"));
  }

  @Test
  void listsTheKnownKeysWhenNoneIsNear() throws IOException {
    write("etc/bascule/bascule.toml", LEAST + "[wallpaper]\n");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> ConfigurationFiles.read(root))
        .satisfies(refused -> assertThat(refused.remedy())
            .isEqualTo(
                "known here: boot, bus, data, device, hawkbit, health, host, metrics, page, policy, source, volume, window"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
    model = "edge-x86"        | model = 7               | device.model
    model = "edge-x86"        | model = "Edge/X"        | device.model
    model = "edge-x86"        | channel = "beta"        | device.model
    model = "edge-x86"        | model = "e"\\nstate=""    | device.state
    model = "edge-x86"        | model = "e"\\nrun="run"   | device.run
    loader = "gpt"            | loader = "gpt"\\ntries = "3" | boot.tries
    loader = "gpt"            | loader = "gpt"\\ntries = 2.0 | boot.tries
    loader = "gpt"            | loader = "gpt"\\nreboot = "now" | boot.reboot
    loader = "gpt"            | loader = "gpt"\\nreboot = [] | boot.reboot
    loader = "gpt"            | loader = "gpt"\\nreboot = ["a", 1] | boot.reboot[1]
    loader = "gpt"            | loader = "gpt"\\nvolume = "kernel" | boot.volume
    loader = "gpt"            | loader = "lilo"         | boot.loader
    loader = "gpt"            | loader = "efi"          | boot.names
    loader = "gpt"            | loader = "grub"\\nnames = ["A"] | boot.names
    loader = "gpt"            | loader = "grub"\\nenvironment = "grubenv" | boot.environment
    loader = "gpt"            | loader = "command"      | boot.program
    loader = "gpt"            | loader = "raspberrypi"\\nnames = ["A", "B"] | boot.names
    disk = "/dev/mmcblk0"     | tries = 3               | boot.disk
    a = "PARTLABEL=ROOT-A"    | a = "ROOT-A"            | volume[0].a
    a = "PARTLABEL=ROOT-A"    | a = "PARTLABEL=ROOT-B"  | volume[0].b
    a = "PARTLABEL=ROOT-A"    | a = "PARTUUID=17"       | volume[0].a
    role = "root"             | rolle = "root"          | volume[0].role
    [[volume]]                | [volume]                | volume
    """)
  void namesTheKeyOfAWrongValue(String right, String wrong, String key) throws IOException {
    write("etc/bascule/bascule.toml", LEAST.replace(right, wrong.replace("\\n", "\n")));

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> ConfigurationFiles.read(root))
        .satisfies(refused -> assertThat(refused.key()).isEqualTo(key))
        .withMessageContaining("expected");
  }

  @ParameterizedTest
  @CsvSource({"ftp://x/", "x", "https:///y", "https://me@x/", "https://x/?q", "file://host/x",
      "'ht tp:'"})
  void refusesWhatIsNoRepositorysUrl(String url) throws IOException {
    write("etc/bascule/bascule.toml", LEAST + "[source]\nurl = \"" + url + "\"\n");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> ConfigurationFiles.read(root))
        .satisfies(refused -> assertThat(refused.key()).isEqualTo("source.url"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
    bandwidth = "fast"                          | bandwidth
    bandwidth = "500"                           | bandwidth
    bandwidth = "1023B/s"                       | bandwidth
    bandwidth = "1000GB/s"                      | bandwidth
    bandwidth = 500                             | bandwidth
    floor = 0                                   | floor
    floor_window = "1s"                         | floor_window
    mirrors = ["ftp://x/"]                      | mirrors
    mirrors = ["/srv/mirror"]                   | mirrors
    mirrors = ["http://x/"]                     | mirrors
    mirrors = ["http://y/", "http://y"]         | mirrors
    certificate = "/c"                          | key
    key = "/k"                                  | certificate
    proxy = "socks5://x:1080"                   | proxy
    proxy = "https://x:3128"                    | proxy
    proxy = "http://x:3128/path"                | proxy
    proxy = "http://x:99999"                    | proxy
    proxy = "http://me:secret@x"                | proxy
    proxy_password = "/p"                       | proxy_password
    no_proxy = ["x"]                            | no_proxy
    proxy = "http://x"\\nproxy_password = "/p"   | proxy
    proxy = "http://x"\\nno_proxy = ["a b"]      | no_proxy
    redirect_hosts = ["https://x"]              | redirect_hosts
    """)
  void namesTheKeyOfAWrongValueOfTheSource(String line, String key) throws IOException {
    write("etc/bascule/bascule.toml",
        LEAST + "[source]\nurl = \"http://x/\"\n" + line.replace("\\n", "\n") + "\n");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> ConfigurationFiles.read(root))
        .satisfies(refused -> assertThat(refused.key()).isEqualTo("source." + key))
        .withMessageContaining("expected");
  }

  @Test
  void refusesGarbageWithTheFilesName() throws IOException {
    Files.createDirectories(root.resolve("etc/bascule"));
    Files.write(root.resolve("etc/bascule/bascule.toml"), new byte[]{(byte) 0xff, 0, 1});

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> ConfigurationFiles.read(root))
        .withMessageStartingWith("/sysroot/etc/bascule/bascule.toml: expected UTF-8");
  }

  @Test
  void refusesAFileThatIsTooLong() throws IOException {
    write("etc/bascule/bascule.toml", "#".repeat(Layers.MAX_FILE_LENGTH + 1));

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> ConfigurationFiles.read(root))
        .withMessageContaining("expected at most 262144 bytes");
  }

  private void write(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
