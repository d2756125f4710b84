package com.paperspace.operator.bench;

import java.util.List;

/** One thing that is measured, by a command of its own. */
interface Benchmark {
  /** What {@code -Dbench} and the file of its results call it. */
  String name();

  String title();

  /** What is measured and how, for readers of the page. */
  String text();

  /** What the page draws of the figures. */
  List<Plot> plots();

  List<Figure> run(Plan plan, Site site);

  /**
   * One picture: the medians of some figures of each case, side by side.
   *
   * @param file its name, without the ending
   * @param what the figures it shows
   */
  record Plot(String file, String title, List<String> what) {}
}
