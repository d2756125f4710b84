package com.paperspace.operator.reconcile.pass;

import com.paperspace.operator.api.Condition;
import com.paperspace.operator.reconcile.status.Conditions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One line for the conditions that turn for the same reason, and none while nothing turns. */
final class ConditionLog {
  private static final Logger LOG = LoggerFactory.getLogger(ConditionLog.class);

  /** Says what the others say, for kstatus. */
  private static final String SILENT = Conditions.RECONCILING;

  private ConditionLog() {}

  /**
   * Logs what has turned.
   *
   * @param about what has the conditions
   * @param before null if it had none
   * @param trouble whether a person is to see it
   */
  static void note(String about, List<Condition> before, List<Condition> after, boolean trouble) {
    var level = trouble ? Level.WARN : Level.INFO;
    lines(before, after).forEach(line -> LOG.atLevel(level).log("{}: {}", about, line));
  }

  /** As {@code Stalled True, Ready False: InvalidSpec: what is wrong}. */
  static List<String> lines(List<Condition> before, List<Condition> after) {
    Map<String, String> byReason = new LinkedHashMap<>();
    for (var is : after) {
      if (!is.type().equals(SILENT) && hasTurned(Conditions.find(before, is.type()), is)) {
        var why = is.reason() + (is.message().isEmpty() ? "" : ": " + is.message());
        byReason.merge(why, is.type() + " " + is.status(), (some, more) -> some + ", " + more);
      }
    }
    var gone =
        Optional.ofNullable(before).stream()
            .flatMap(List::stream)
            .filter(was -> !was.type().equals(SILENT))
            .filter(was -> Conditions.find(after, was.type()) == null)
            .map(was -> "no longer " + was.type() + " (" + was.reason() + ")");
    return Stream.concat(
            gone, byReason.entrySet().stream().map(it -> it.getValue() + ": " + it.getKey()))
        .toList();
  }

  private static boolean hasTurned(Condition was, Condition is) {
    return was == null
        || !Objects.equals(was.status(), is.status())
        || !Objects.equals(was.reason(), is.reason());
  }
}
