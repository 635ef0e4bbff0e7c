package dev.bascule.updater.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.catalog.Turn;
import dev.bascule.image.json.UtcSecond;
import dev.bascule.updater.check.Finding;
import dev.bascule.updater.check.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a look at the repository came to, in words and in JSON. */
public final class Selections {

  private Selections() {}

  public static ObjectNode facts(Selection selection) {
    ObjectNode facts = JsonNodeFactory.instance.objectNode();
    switch (selection) {
      case Selection.Take take -> facts.put("selection", "take")
          .put("version", take.image().ref().version().toString())
          .put("manifest_sha256", take.image().ref().digest().toString());
      case Selection.Nothing nothing -> {
        facts.put("selection", "nothing")
            .put("reason", nothing.reason().word())
            .put("explanation", nothing.explanation());
        Turn.Due due = nothing.due();
        if (due != null) {
          facts.putObject("turn").put("at", UtcSecond.format(due.at())).put("wave", due.wave());
        }
      }
    }
    ArrayNode findings = facts.putArray("findings");
    for (Finding finding : selection.findings()) {
      findings.addObject()
          .put("question", finding.question())
          .put("passed", finding.passed())
          .put("answer", finding.answer());
    }
    return facts;
  }

  /** One line: what there is, or why there is nothing. */
  public static String summary(Selection selection) {
    return switch (selection) {
      case Selection.Take take -> take.image().ref() + " is there to be installed";
      case Selection.Nothing nothing ->
        "nothing to install (" + nothing.reason().word() + "): " + nothing.explanation();
    };
  }

  /** Every question that was asked, and its answer. */
  public static List<String> reasons(Selection selection) {
    List<String> lines = new ArrayList<>();
    for (Finding finding : selection.findings()) {
      lines.add(String.format(Locale.ROOT, "  %s %-11s %s", finding.passed() ? "yes" : "NO ",
          finding.question(), finding.answer()));
    }
    lines.add(summary(selection));
    return lines;
  }
}
