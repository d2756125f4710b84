package com.paperspace.operator.api;

import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
import com.paperspace.operator.reconcile.status.Conditions;
import com.paperspace.operator.reconcile.status.Verdict;
import com.paperspace.operator.reconcile.status.Verdict.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/** The truth table of conditions as a page, asked from {@link Conditions} row by row. */
final class ConditionsPage {
  private static final Path MEANINGS =
      Path.of("src/main/java/com/paperspace/operator/reconcile/status/Verdict.java");
  private static final List<String> TYPES = List.of("Stalled", "Reconciling", "Synced", "Ready");

  /** Two reasons no row gives by itself, so that a cell tells whose reason it shows. */
  private static final Reason OF_THE_VERDICT = Reason.Conflict;

  private static final Reason OF_THE_OBJECT = Reason.Off;

  private ConditionsPage() {}

  static String text() {
    var page = new StringBuilder();
    page.append("# Conditions\n\n");
    page.append(
        "What a pass concludes (`Verdict.Shape`), and the conditions that show it; of an object that"
            + " was never ready before. `verdict` is the reason the pass concluded with, `object` the"
            + " one of the cloud object as seen, `-` a condition that is not there.\n\n");
    page.append("| Shape | Meaning | Stalled | Reconciling | Synced | Ready |\n");
    page.append("| --- | --- | --- | --- | --- | --- |\n");
    for (var shape : Shape.values()) {
      for (var phase : shape == Shape.SHOWN ? List.of(Phase.values()) : List.of(Phase.READY)) {
        page.append(row(shape, phase));
      }
    }
    page.append(
        "\n`TRANSIENT` and `PAUSED` leave a `Ready` that is about this generation as it was;"
            + " `TRANSIENT` does so for three sync periods, and then `Ready` is Unknown. `QUEUED`"
            + " changes nothing; where a turn comes later than after two minutes and the conditions show"
            + " nothing of what waits for it, it becomes `TRANSIENT`, or `DELETE_WAITING`, with"
            + " `RateLimited`. `ConditionsTest` holds the rows, `KstatusTest` and `ArgoCdTest` what"
            + " kstatus and Argo CD make of each.\n");
    return page.toString();
  }

  private static String row(Shape shape, Phase phase) {
    var seen = new Observation<>(phase, OF_THE_OBJECT, "", null, "");
    var verdict = new Verdict(shape, OF_THE_VERDICT, "", seen, null, null, "", false);
    var conditions = Conditions.of(verdict, null, 1, Instant.EPOCH, Duration.ZERO);
    var row = new StringBuilder("| `" + shape + "`");
    if (shape == Shape.SHOWN) {
      row.append(", object `").append(phase).append('`');
    }
    row.append(" | ").append(meaning(shape));
    TYPES.forEach(type -> row.append(" | ").append(cell(Conditions.find(conditions, type))));
    return row.append(" |\n").toString();
  }

  private static String cell(Condition condition) {
    if (condition == null) {
      return "-";
    }
    var reason = condition.reason();
    var whose =
        reason.equals(OF_THE_VERDICT.name())
            ? "verdict"
            : reason.equals(OF_THE_OBJECT.name()) ? "object" : "`" + reason + "`";
    return condition.status() + ", " + whose;
  }

  /** The sentence that stands at the constant. */
  private static String meaning(Shape shape) {
    var form = Pattern.compile("/\\*\\* ([^*]+) \\*/\\s+" + shape + "\\b");
    try {
      var found = form.matcher(Files.readString(MEANINGS));
      if (!found.find()) {
        throw new IllegalStateException("no sentence at " + shape);
      }
      return found.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
