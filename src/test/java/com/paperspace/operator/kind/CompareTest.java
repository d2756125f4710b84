package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.reconcile.adapter.Drift;
import org.junit.jupiter.api.Test;

/** What an answer does not tell is no difference, whatever could be done about one. */
class CompareTest {

  @Test
  void whatIsUnknownIsNoDifference() {
    assertThat(Compare.values("name", "a", null)).isEmpty();
    assertThat(Compare.fixed("networkId", "a", null)).isEmpty();
  }

  @Test
  void whatIsNotDeclaredIsNotManaged() {
    assertThat(Compare.values("name", null, "a")).isEmpty();
    assertThat(Compare.fixed("networkId", null, "a")).isEmpty();
  }

  @Test
  void anotherValueIsADifference() {
    assertThat(Compare.values("name", "a", "b")).contains(Drift.correctable("name", "a", "b"));
    assertThat(Compare.fixed("networkId", "a", "b")).contains(Drift.replace("networkId", "a", "b"));
  }
}
