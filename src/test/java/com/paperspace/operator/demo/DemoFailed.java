package com.paperspace.operator.demo;

/** A step did not end as announced; the demo stops and says what was expected. */
final class DemoFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoFailed(String expected, String saw) {
    super("expected: " + expected + "\n     saw: " + saw);
  }
}
