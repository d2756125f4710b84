package com.paperspace.operator.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.paperspace.operator.support.Svg;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/** What a panel of the dashboard shows of Prometheus' answers, as SVG: lines, numbers or rows. */
final class PanelPlot {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 180;
  private static final int LEFT = 70;
  private static final int TOP = 34;
  private static final int LINE = 16;

  /** Series; more colours are not told apart. */
  private static final int MOST = 8;

  private static final List<String> COLOURS =
      List.of(
          "#1b6ac9", "#d6a23f", "#3f8f5f", "#6b4fa0", "#c0392b", "#9aa5b1", "#0e7c86", "#7f5539");

  private final StringBuilder svg = new StringBuilder();
  private final JsonNode panel;
  private final List<Series> all;

  /**
   * One series.
   *
   * @param points pairs of seconds and values
   */
  record Series(String name, List<double[]> points) {
    double most() {
      return points.stream().mapToDouble(it -> it[1]).max().orElse(0);
    }

    double[] last() {
      return points.get(points.size() - 1);
    }
  }

  private PanelPlot(JsonNode panel, List<Series> all) {
    this.panel = panel;
    this.all = all;
  }

  /** The picture of a panel. */
  static String of(JsonNode panel, List<Series> series) {
    var shown =
        series.stream()
            .sorted(Comparator.comparingDouble(Series::most).reversed())
            .limit(MOST)
            .toList();
    return new PanelPlot(panel, shown).draw();
  }

  /** The series of an answer to a query over a range, under the names the panel gives them. */
  static List<Series> series(JsonNode answer, String legend) {
    var series = new ArrayList<Series>();
    for (var one : answer.at("/data/result")) {
      var points =
          StreamSupport.stream(one.at("/values").spliterator(), false)
              .map(it -> new double[] {it.get(0).asDouble(), it.get(1).asDouble()})
              .filter(it -> !Double.isNaN(it[1]))
              .toList();
      if (!points.isEmpty()) {
        series.add(new Series(name(one.at("/metric"), legend), points));
      }
    }
    return series;
  }

  private static String name(JsonNode labels, String legend) {
    var name = legend;
    for (var label : labels.properties()) {
      name = name.replace("{{" + label.getKey() + "}}", label.getValue().asText());
    }
    if (!name.isEmpty()) {
      return name;
    }
    return labels.properties().stream()
        .map(it -> it.getValue().asText())
        .reduce((some, more) -> some + " " + more)
        .orElse("");
  }

  private String draw() {
    boolean lines = panel.at("/type").asText().equals("timeseries");
    int height = lines ? lines() : rows();
    return Svg.picture(WIDTH, height, text(8, 18, "#222222", panel.at("/title").asText()), svg);
  }

  /** A number for each series that still goes on, the newest. */
  private int rows() {
    int y = TOP + LINE;
    double end = all.stream().mapToDouble(it -> it.last()[0]).max().orElse(0);
    for (var one : all.stream().filter(it -> it.last()[0] == end).toList()) {
      svg.append(text(8, y, "#1b6ac9", number(one.last()[1]) + "  " + one.name()));
      y += LINE;
    }
    return y;
  }

  private int lines() {
    double first = all.stream().mapToDouble(it -> it.points().get(0)[0]).min().orElse(0);
    double last =
        all.stream().flatMap(it -> it.points().stream()).mapToDouble(it -> it[0]).max().orElse(1);
    double most =
        all.stream().flatMap(it -> it.points().stream()).mapToDouble(it -> it[1]).max().orElse(1);
    double top = most <= 0 ? 1 : most;
    svg.append(rule(TOP)).append(rule(TOP + HEIGHT));
    svg.append(text(8, TOP + 4, "#555555", number(top) + unit()));
    svg.append(text(8, TOP + HEIGHT + 4, "#555555", "0"));
    int y = TOP + HEIGHT + 2 * LINE;
    svg.append(text(LEFT, y, "#555555", "0 s"));
    svg.append(text(WIDTH - 50, y, "#555555", Math.round(last - first) + " s"));
    for (int i = 0; i < all.size(); i++) {
      var colour = COLOURS.get(i);
      svg.append(
          "<polyline fill=\"none\" stroke-width=\"1.5\" stroke=\"%s\" points=\"".formatted(colour));
      for (var point : all.get(i).points()) {
        double x = LEFT + (point[0] - first) / Math.max(1, last - first) * (WIDTH - LEFT - 10);
        double height = TOP + HEIGHT - Math.max(0, point[1]) / top * HEIGHT;
        svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, height));
      }
      svg.append("\"/>\n");
      y += LINE;
      svg.append(text(LEFT, y, colour, "\u25A0 " + all.get(i).name()));
    }
    return y + LINE;
  }

  private static String rule(int y) {
    return "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#dddddd\"/>\n"
        .formatted(LEFT, y, WIDTH - 10, y);
  }

  /** Of Grafana's units those that say something beside a plain number. */
  private String unit() {
    return switch (panel.at("/fieldConfig/defaults/unit").asText()) {
      case "s" -> " s";
      case "ops", "reqps" -> " /s";
      case "bytes" -> " B";
      default -> "";
    };
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.3g", value);
  }

  private static String text(int x, int y, String colour, String words) {
    return "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>\n"
        .formatted(x, y, colour, Svg.words(words));
  }
}
