package com.paperspace.operator.bench;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The part of {@code README.md} between two marks: one picture and one table of the results. */
final class Readme {
  private static final String BEGIN = "<!-- figures: %s writes them -->\n".formatted(Page.COMMAND);
  private static final String END = "<!-- end of figures -->\n";
  private static final String PICTURE = "steady-calls";

  private Readme() {}

  /** The page as it is, with the figures of these benchmarks, each by its name. */
  static String of(String page, Map<String, Results> measured) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalStateException("README.md has no place for figures: " + BEGIN + END);
    }
    return page.substring(0, begin + BEGIN.length()) + figures(measured) + page.substring(end);
  }

  private static String figures(Map<String, Results> measured) {
    return "\n" + picture(measured) + "\n\n" + table(measured) + "\n" + where(measured) + "\n";
  }

  private static String picture(Map<String, Results> measured) {
    return measured.containsKey("steady")
        ? "![API calls per object and hour at rest](docs/performance/%s.svg)".formatted(PICTURE)
        : "API calls per object and hour at rest, beside the rules of others: not measured yet.";
  }

  private static String table(Map<String, Results> measured) {
    return "| | Goal | Measured |\n| --- | --- | --- |\n"
        + Goal.ALL.stream()
            .filter(Goal::shown)
            .map(it -> it.row(measured))
            .collect(Collectors.joining());
  }

  private static String where(Map<String, Results> measured) {
    var names =
        Goal.ALL.stream()
            .filter(Goal::shown)
            .map(Goal::benchmark)
            .distinct()
            .filter(measured::containsKey)
            .map(it -> it + " on " + where(measured.get(it)))
            .toList();
    return names.isEmpty() ? "Nothing of this was measured yet in full size.\n" : sentence(names);
  }

  private static String where(Results results) {
    var machine = results.machine();
    var note = machine.note() == null ? "" : machine.note();
    return "%d cores (%s, commit %s%s)"
        .formatted(
            machine.cores(),
            machine.date().substring(0, 10),
            machine.commit(),
            note.isEmpty() ? "" : ": " + note.replaceFirst("[.]$", ""));
  }

  private static String sentence(List<String> names) {
    return "Measured: " + String.join("; ", names) + ".\n";
  }
}
