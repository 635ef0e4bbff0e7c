package dev.bascule.lab.vm;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.Progress;
import dev.bascule.lab.device.Workshop;
import dev.bascule.lab.system.Fault;
import dev.bascule.lab.system.FullSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A life of a device with the full system: its own units update, try, confirm and return.
 *
 * @param name on the command line
 * @param claim what it shows, in a sentence
 * @param story what happens to the device
 */
public record FullScenario(String name, String claim, Story story) {

  private static final String FELL_BACK = "\"state\" *: *\"fell_back\"";
  private static final String STATUS = "bascule status --json";
  /** Data that each release brings into its form. */
  private static final String DATA = "cat /var/lib/product/data/form";
  /** The service's start is part of it, without KVM and beside other machines. */
  private static final String BUSCTL = "busctl --timeout=80s call";
  private static final String CALL =
      BUSCTL + " dev.bascule.Updater1 /dev/bascule/Updater1 dev.bascule.Updater1";

  private static final String RAUC =
      " de.pengutronix.rauc / de.pengutronix.rauc.Installer ";

  private static final String PAGE = "/run/bascule/page.socket";
  private static final String BUNDLE = "/run/update.bascule";

  /** What happens to a device that is on. */
  @FunctionalInterface
  public interface Story {

    /** Lets it happen. */
    void happen(FullLife life) throws IOException;
  }

  /** All of them. */
  public static List<FullScenario> all() {
    List<FullScenario> all = new ArrayList<>();
    all.add(new FullScenario("full-life",
        "an update is tried and confirmed by the device's units; of a tampered one dm-verity refuses a block, and"
            + " the device is back by itself",
        FullScenario::updateAndTamper));
    all.add(new FullScenario("full-rollback",
        "a technician returns to the release before, without network", FullScenario::rollBack));
    all.add(new FullScenario("full-page",
        "a technician installs a bundle, returns and restarts by the page on its socket, without network; somebody else"
            + " cannot connect",
        FullScenario::usePage));
    all.add(new FullScenario("full-rauc",
        "an application that knows RAUC's bus, and nothing of Bascule, installs a bundle, without network; somebody else may"
            + " not",
        FullScenario::callRauc));
    all.add(new FullScenario("full-drill",
        "the way back is exercised: to the release before, which is healthy, and back, all by itself",
        FullScenario::drill));
    all.add(new FullScenario("full-hardships",
        "a stranger is refused; without network, with a clock at 1970, with /var full or read-only nothing is lost; an"
            + " update that is killed goes on",
        FullScenario::endure));
    all.add(new FullScenario("full-silent-probe",
        "a release whose health is asked for where nobody answers is left again; the old one is no better, and stays",
        FullScenario::probe));
    all.add(new FullScenario("full-crash-loop",
        "a release that was confirmed and does not come up any more is left by the boot loader",
        FullScenario::crashLater));
    for (Fault fault : Fault.values()) {
      if (fault != Fault.NONE && fault != Fault.CRASH_LOOP) {
        all.add(new FullScenario("full-" + fault.word(),
            "a release with this fault is left again, by the device itself",
            life -> fail(life, fault)));
      }
    }
    return all;
  }

  /**
   * Lets a new device live through it.
   *
   * @param directory the device's own, new or empty
   */
  public void run(Checkout checkout, FullSystem system, Path directory, Progress progress)
      throws IOException {
    FullDevice device = FullDevice.assemble(directory, checkout, system);
    try (FullLife life = FullLife.begin(device, checkout, progress)) {
      story.happen(life);
    }
  }

  private static void updateAndTamper(FullLife life) throws IOException {
    life.require("findmnt -no SOURCE,FSTYPE,OPTIONS /", "/dev/mapper/root\\s+erofs\\s+ro");
    life.publish(2, Fault.NONE);
    life.update();
    life.requireRunning(Slot.B, 2);
    life.require(DATA, "^factory\nforward " + Workshop.version(2) + "\\s*$");
    life.require("ls /var/lib/product", "^data\\s*$");
    life.require("busctl get-property dev.bascule.Updater1 /dev/bascule/Updater1"
        + " dev.bascule.Updater1 NextPoll", "t [1-9][0-9]{9}");
    // As systemd-journal-catalog-update.service does where it runs: /var is the device's own, and began empty.
    life.run("journalctl --update-catalog");
    life.require("journalctl --catalog --no-pager BASCULE_EVENT=confirmed",
        "passed its health checks, and is the one that boots");

    life.publish(3, Fault.NONE);
    life.install();
    life.tamper(Slot.A);
    life.restart();
    life.requireSeen(TamperedSlot.REFUSED);
    life.requireRunning(Slot.B, 2);
    life.require(STATUS, FELL_BACK);
  }

  private static void rollBack(FullLife life) throws IOException {
    life.publish(2, Fault.NONE);
    life.update();
    life.requireRunning(Slot.B, 2);
    life.cutNetwork();
    life.require(as("ned", CALL + " Rollback sb 'for fun' false 2>&1"), "not authorized");
    life.require(as("tina", CALL + " Rollback sb 'the display stays dark' false"),
        "slot A is the next to boot");
    life.restart();
    life.requireRunning(Slot.A, 1);
    life.require(DATA, "^factory\nforward " + Workshop.version(2) + "\nback "
        + Workshop.version(1) + "\\s*$");
    life.require("bascule history", "rolled back +from=B to=A by=tina why=the display stays dark");
  }

  private static void usePage(FullLife life) throws IOException {
    bringBundle(life);
    openPage(life);
    life.require(page("ned", "api/status"), "exit 7"); // curl's: could not connect
    life.require(page("tina", ""), "<title>Bascule</title>.*exit 0");
    life.require(page("tina", "api/upload --data-binary @" + BUNDLE),
        "\"result\":\"begun\".*exit 0");
    life.run("rm " + BUNDLE);
    life.await(page("tina", "api/status") + " | grep -q '\"last\":\"[^\"]'");
    life.require(page("tina", "api/status"),
        "\"last\":\"slot B \\(" + Workshop.version(2) + "[^\"]*is the next to boot");
    life.restart(page("tina", "api/reboot -X POST"));
    life.requireRunning(Slot.B, 2);

    openPage(life);
    life.require(page("tina", "api/rollback -d '{\"reason\":\"the display stays dark\"}'"),
        "slot A is the next to boot.*exit 0");
    life.restart(page("tina", "api/reboot -X POST"));
    life.requireRunning(Slot.A, 1);
    life.require("bascule history",
        "rolled back +from=B to=A by=the technician's page why=the display stays dark");
  }

  private static void callRauc(FullLife life) throws IOException {
    String install = BUSCTL + RAUC + "InstallBundle 'sa{sv}' " + BUNDLE + " 0";
    bringBundle(life);
    life.run("printf '[bus]\\nrauc = true\\n' > /etc/bascule/conf.d/rauc.toml;"
        + " systemctl stop bascule-bus.service");
    life.require(as("ned", install + " 2>&1"), "not authorized");
    life.run(install);
    life.await("busctl call" + RAUC + "GetPrimary | grep -q 's \"rootfs.1\"'");
    life.require("busctl get-property" + RAUC + "LastError", "s \"\"");
    life.restart();
    life.requireRunning(Slot.B, 2);
    life.require(BUSCTL + RAUC + "GetPrimary", "s \"rootfs.1\"");
    life.require("busctl get-property" + RAUC + "BootSlot", "s \"B\"");
  }

  /** A release comes as a file, and from there on the device has no network. */
  private static void bringBundle(FullLife life) throws IOException {
    life.publish(2, Fault.NONE);
    life.bring(BUNDLE);
    life.cutNetwork();
  }

  private static void openPage(FullLife life) throws IOException {
    life.run("printf '[page]\\nlisten = \"unix:" + PAGE
        + "\"\\nmode = \"0660\"\\ngroup = \"technician\"\\n' > /etc/bascule/conf.d/page.toml;"
        + " systemctl start bascule-page.socket");
  }

  /** A request of somebody's for the page. */
  private static String page(String who, String request) {
    return "{ " + as(who, "curl -s --unix-socket " + PAGE
        + " -H 'X-Bascule: 1' http://localhost/" + request) + "; echo exit $?; }";
  }

  /** A command as somebody runs it who is not root. */
  private static String as(String who, String command) {
    return "setpriv --reuid=" + who + " --regid=" + who + " --init-groups " + command;
  }

  private static void drill(FullLife life) throws IOException {
    life.publish(2, Fault.NONE);
    life.update();
    life.requireRunning(Slot.B, 2);
    life.cutNetwork();
    life.drill(Slot.A);
    life.requireRunning(Slot.B, 2);
    life.tellDrill(life.require("bascule history --json; echo exit $?",
        "\"drill_ended\"[^}]*\"passed\" *: *true.*exit 0"));
    life.require(STATUS, "\"state\" *: *\"confirmed\"");
  }

  /** Whatever goes wrong around it, the updater says what, changes nothing, and goes on when it is over. */
  private static void endure(FullLife life) throws IOException {
    life.publish(2, Fault.NONE);
    life.require(as("ned", CALL + " Install sb '' true 2>&1"), "not authorized");

    life.run("ip link set $(ls /sys/class/net | grep ^e) down");
    life.require("bascule update 2>&1; echo exit $?", "Network is unreachable.*exit 1");
    life.run("ip link set $(ls /sys/class/net | grep ^e) up;"
        + " /usr/lib/systemd/systemd-networkd-wait-online --timeout=30");

    life.run("now=$(date +%s); date -s @86400; bascule check --json > /run/seen 2>&1;"
        + " date -s @$(($now + 5))");
    life.require("cat /run/seen", "\"version\" : \"");

    life.run("dd if=/dev/zero of=/var/ballast bs=64k 2> /dev/null || true");
    life.require("bascule update 2>&1; echo exit $?",
        "bascule: /var/lib/bascule/.*cannot be written: No space left on device.*exit 1");
    life.require(STATUS, "\"booted\" *: *\"A\"");
    life.run("rm /var/ballast");

    life.run("mount -o remount,ro /var");
    life.require("bascule update 2>&1; echo exit $?",
        "bascule: /var/lib/bascule/.*cannot be written.*ead-only.*exit 1");
    life.require(STATUS, "\"booted\" *: *\"A\"");
    life.run("mount -o remount,rw /var");

    life.killDuringUpdate();
    life.require(STATUS, "\"primary\" *: *\"A\"");
    life.update();
    life.requireRunning(Slot.B, 2);
  }

  private static void probe(FullLife life) throws IOException {
    life.run("printf '[health]\\nhttp = [\"http://" + FullSystem.MUTE
        + "/\"]\\n' > /etc/bascule/conf.d/health.toml");
    life.publish(2, Fault.NONE);
    life.update();
    life.requireSick(Slot.A, 1);
    life.require(STATUS, "\"quarantine\" *: *\\[ *\\{[^]]*http://" + FullSystem.MUTE
        + "/: no answer");
  }

  private static void crashLater(FullLife life) throws IOException {
    life.publish(2, Fault.CRASH_LOOP);
    life.update();
    life.requireRunning(Slot.B, 2);
    life.restart();
    life.requireSeen("sysrq: Trigger a crash");
    life.requireRunning(Slot.A, 1);
    life.require(STATUS, "\"booted\" *: *\"A\"");
    life.require("bascule status", "slot A +" + Workshop.version(1));
  }

  private static void fail(FullLife life, Fault fault) throws IOException {
    life.publish(2, fault);
    life.update();
    life.requireSeen(fault.sign());
    life.requireRunning(Slot.A, 1);
    life.require(STATUS, FELL_BACK);
    life.require(DATA, "^factory\\s*$");
  }
}
