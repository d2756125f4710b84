package com.paperspace.operator.faults;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CrashSweep {
  static List<Life> lives() {
    var only = System.getProperty("kinds");
    return Life.all().stream()
        .filter(it -> only == null || List.of(only.split(",")).contains(it.toString()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("lives")
  void count(Life life) {
    long t0 = System.nanoTime();
    try (var sweep = new Sweep(life)) {
      System.err.println(life + " opened " + (System.nanoTime() - t0) / 1_000_000);
      for (int i = 0; i < 3; i++) {
        long t = System.nanoTime();
        System.err.println(
            life + " " + sweep.operations() + " " + (System.nanoTime() - t) / 1_000_000);
      }
      var all = sweep.operations();
      if (System.getProperty("dry") != null) return;
      for (var op : all) {
        for (var point : CrashPoint.values()) {
          long t = System.nanoTime();
          String end;
          try {
            end = sweep.dying(op, point).toString();
          } catch (AssertionError e) {
            end = "FAILED " + e.getMessage();
          }
          System.err.println(
              life
                  + " | "
                  + op
                  + " | "
                  + point
                  + " | "
                  + end
                  + " "
                  + (System.nanoTime() - t) / 1_000_000);
        }
      }
    }
  }
}
