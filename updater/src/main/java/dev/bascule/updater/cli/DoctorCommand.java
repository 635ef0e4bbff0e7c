package dev.bascule.updater.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.doctor.Diagnosis;
import dev.bascule.updater.doctor.Diagnosis.Grade;
import dev.bascule.updater.doctor.Doctor;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Explains the whole device. */
@Command(name = "doctor",
    description = "Look at the whole device: boot loader, slots, volumes, keys, clock, space, source, windows, health checks, last attempts, journal; say what is wrong and what to do. Changes nothing but the trusted metadata.",
    footer = {"", "Exit status 0: it can update itself; 1: something is in the way."})
final class DoctorCommand extends DeviceCommand {

  @Option(names = "--offline", description = "Do not ask the update source.")
  private boolean offline;

  @Override
  int run(Configuration configuration, Printer printer) throws IOException {
    List<Diagnosis> found = new Doctor(configuration, Clock.systemUTC(), !offline).examine();
    boolean well = found.stream().noneMatch(diagnosis -> diagnosis.grade() == Grade.ERROR);
    ObjectNode facts = Printer.object().put("well", well);
    ArrayNode array = facts.putArray("findings");
    List<String> lines = new ArrayList<>();
    for (Diagnosis diagnosis : found) {
      array.addObject()
          .put("area", diagnosis.area())
          .put("grade", diagnosis.grade().word())
          .put("found", diagnosis.found())
          .put("remedy", diagnosis.remedy());
      lines.add(String.format(Locale.ROOT, "%-7s %-11s %s",
          diagnosis.grade() == Grade.OK ? "ok" : diagnosis.grade().name(), diagnosis.area(),
          diagnosis.found()));
      if (!diagnosis.remedy().isEmpty()) {
        lines.add("                    -> " + diagnosis.remedy());
      }
    }
    printer.print(facts, lines);
    return well ? ExitCode.OK : ExitCode.ERROR;
  }
}
