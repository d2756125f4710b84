package com.paperspace.operator.bench;

import com.paperspace.operator.support.Svg;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A picture of some figures, as SVG: for each case one bar per figure, with its value. */
final class Bars {
  private static final int LABEL = 210;
  private static final int LENGTH = 420;
  private static final int BAR = 16;
  private static final int GAP = 10;
  private static final int TOP = 46;
  private static final List<String> COLOURS =
      List.of("#1b6ac9", "#9aa5b1", "#d6a23f", "#6b4fa0", "#3f8f5f");

  private final Benchmark.Plot plot;
  private final List<Figure> figures;
  private final StringBuilder svg = new StringBuilder();

  private Bars(Benchmark.Plot plot, List<Figure> figures) {
    this.plot = plot;
    this.figures = figures.stream().filter(it -> plot.what().contains(it.what())).toList();
  }

  /** The text of the file. */
  static String of(Benchmark.Plot plot, List<Figure> figures) {
    return new Bars(plot, figures).draw();
  }

  private String draw() {
    double most = figures.stream().mapToDouble(Figure::median).max().orElse(1);
    int y = TOP;
    for (var of : figures.stream().map(Figure::of).distinct().toList()) {
      text(LABEL - 8, y + BAR - 4, "end", of);
      for (var figure : figures.stream().filter(it -> it.of().equals(of)).toList()) {
        bar(y, figure, most);
        y += BAR;
      }
      y += GAP;
    }
    return Svg.picture(LABEL + LENGTH + 90, y, legend(), svg);
  }

  private void bar(int y, Figure figure, double most) {
    var width = Math.max(1, Math.round(figure.median() / most * LENGTH));
    var colour = COLOURS.get(plot.what().indexOf(figure.what()) % COLOURS.size());
    svg.append(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n"
            .formatted(LABEL, y, width, BAR - 2, colour));
    text((int) (LABEL + width + 5), y + BAR - 4, "start", Page.number(figure.median()));
  }

  private void text(int x, int y, String anchor, String words) {
    svg.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"#222222\">%s</text>\n"
            .formatted(x, y, anchor, Svg.words(words)));
  }

  private String legend() {
    var names = new ArrayList<String>();
    for (int i = 0; i < plot.what().size(); i++) {
      names.add(
          "<tspan fill=\"%s\">&#9632;</tspan> %s"
              .formatted(COLOURS.get(i % COLOURS.size()), plot.what().get(i)));
    }
    return "<text x=\"8\" y=\"16\" font-size=\"13\" fill=\"#222222\">%s</text>\n"
            .formatted(plot.title())
        + names.stream()
            .collect(
                Collectors.joining(
                    " &#160; ", "<text x=\"8\" y=\"34\" fill=\"#222222\">", "</text>\n"));
  }
}
