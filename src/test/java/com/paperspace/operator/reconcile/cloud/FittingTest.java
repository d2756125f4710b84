package com.paperspace.operator.reconcile.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An answer of the cloud, however long, never makes a status that the schema refuses. */
class FittingTest {
  /** Something like an observed part. */
  record Seen(
      @Size(max = 5) String state,
      String free,
      Long count,
      @Size(max = 2) List<Part> parts,
      Part one) {}

  /** One of several. */
  record Part(@Size(max = 3) String name) {}

  @Test
  void whatFitsIsTheSame() {
    var seen = new Seen("12345", "x".repeat(9000), 1000L, List.of(new Part("abc")), null);
    assertThat(Fitting.of(seen)).isSameAs(seen);
    assertThat(Fitting.<Seen>of(null)).isNull();
  }

  @Test
  void whatIsLongerIsCutAtEveryDepth() {
    var parts = IntStream.range(0, 4).mapToObj(i -> new Part("part" + i)).toList();
    var fitted = Fitting.of(new Seen("123456", null, null, parts, new Part("long")));
    assertThat(fitted)
        .isEqualTo(
            new Seen(
                "1234…", null, null, List.of(new Part("pa…"), new Part("pa…")), new Part("lo…")));
  }
}
