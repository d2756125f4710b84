package com.paperspace.operator.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code docs/reliability.md}: what became of every life the operator died in, kind by kind. */
final class ReliabilityPage {
  /** What writes it anew; {@code -Dsweep=Machine,Model} adds or renews the rows of some kinds. */
  static final String COMMAND = "mvn test -Dtest=CrashSweep -Dupdate";

  private static final Path FILE = Path.of("docs", "reliability.md");
  private static final Pattern ROW =
      Pattern.compile(
          "\\| (\\w+) \\| (\\d+) \\| (\\d+) \\| \\d+ \\| (\\d+) \\| (\\d+) \\| (\\d+) \\|");
  private static final String ALL = "All";

  private final Map<String, Row> rows = new TreeMap<>();

  /**
   * What is known of a kind.
   *
   * @param calls of the cloud that change something, in one life
   * @param writes to Kubernetes, in one life
   * @param well lives that had one object and left nothing
   * @param unknown lives that said that nobody knows
   * @param bad all others
   */
  record Row(String kind, int calls, int writes, int well, int unknown, int bad) {
    private int lives() {
      return well + unknown + bad;
    }

    @Override
    public String toString() {
      return "| %s | %d | %d | %d | %d | %d | %d |"
          .formatted(kind, calls, writes, lives(), well, unknown, bad);
    }
  }

  private ReliabilityPage() {}

  /** The page as it is committed. */
  static ReliabilityPage committed() {
    var page = new ReliabilityPage();
    file().lines().forEach(page::parse);
    return page;
  }

  /** The same as it stands in its file; empty when there is none. */
  static String file() {
    try {
      return Files.exists(FILE) ? Files.readString(FILE, UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void parse(String line) {
    var row = ROW.matcher(line);
    if (row.matches() && !row.group(1).equals(ALL)) {
      put(
          new Row(
              row.group(1),
              Integer.parseInt(row.group(2)),
              Integer.parseInt(row.group(3)),
              Integer.parseInt(row.group(4)),
              Integer.parseInt(row.group(5)),
              Integer.parseInt(row.group(6))));
    }
  }

  Map<String, Row> rows() {
    return Map.copyOf(rows);
  }

  void put(Row row) {
    rows.put(row.kind(), row);
  }

  /** Forgets kinds that are no more. */
  void keep(Collection<String> kinds) {
    rows.keySet().retainAll(kinds);
  }

  void write() {
    try {
      Files.writeString(FILE, text(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text() {
    return HEAD.formatted(COMMAND, COMMAND)
        + rows.values().stream().map(row -> row + "\n").collect(Collectors.joining())
        + all()
        + "\n";
  }

  private Row all() {
    return new Row(
        ALL, sum(Row::calls), sum(Row::writes), sum(Row::well), sum(Row::unknown), sum(Row::bad));
  }

  private int sum(ToIntFunction<Row> number) {
    return rows.values().stream().mapToInt(number).sum();
  }

  private static final String HEAD =
      """
      <!-- Generated; %s writes it anew. -->

      # Reliability

      What is left when the operator dies in the middle of something.

      The life of a resource is told: it is applied, becomes Ready, is changed, is Ready again, is deleted and is gone. In that life
      the operator makes some calls of the API that change something, and some writes to Kubernetes. At each of them it dies, in a
      life of its own, at each of three points: **before** the request has left it, **after the effect** while the answer is lost,
      and **after the answer** before anything else is done with it. A process that is dead reaches neither the API nor Kubernetes. Then
      another one starts, knowing nothing but what stands in the resources and in the cloud, and the life goes on to its end.

      A life is well when the cloud was given one object of the kind, no more and no less, while it lived, still had that one
      after the change, and had none left after the deletion; and when no request broke the API's contract.

      An act that happens once (`SnapshotRestore`) is never done twice. Where nothing tells whether it was done, the resource says
      `OutcomeUnknown` and waits for a person; those lives have a column of their own.

      One command tells them all and writes this page, in about ten minutes; `-Dsweep=Machine,Model` renews the rows of some kinds.
      `.ci/long` tells them all too, and fails when one ends otherwise or the page says something else.

      ```shell
      %s
      ```

      | Kind | API calls | Kubernetes writes | Lives with a crash | One object, nothing left | Outcome unknown, and said | Otherwise |
      | --- | --- | --- | --- | --- | --- | --- |
      """;
}
