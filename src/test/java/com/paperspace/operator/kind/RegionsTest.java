package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Regions come in three spellings (docs/paperspace-api.md 4). */
class RegionsTest {

  @ParameterizedTest(name = "{2}: {0} is {1}")
  @CsvSource(
      nullValues = "null",
      value = {
        "ny2, ny2, the code",
        "NY2, ny2, as the product pages write it",
        "East Coast (NY2), ny2, the label",
        "West Coast (CA1), ca1, the label",
        "' Europe (AMS1) ', ams1, with white space around",
        "Asia (SG1), sg1, a region this version does not know still has a code",
        "East Coast, null, no code to find",
        "'', null, empty",
        "null, null, absent",
      })
  void code(String region, String code, String reason) {
    assertThat(Regions.code(region).orElse(null)).as(reason).isEqualTo(code);
  }

  @ParameterizedTest(name = "{3}: {0} and {1}")
  @CsvSource(
      nullValues = "null",
      value = {
        "ny2, East Coast (NY2), false, two spellings of one place",
        "ny2, ca1, true, two places",
        "ny2, null, false, what was not told cannot differ",
        "ny2, Middle Earth, false, what cannot be read must not stall anybody",
      })
  void differ(String one, String other, boolean differ, String reason) {
    assertThat(Regions.differ(one, other)).as(reason).isEqualTo(differ);
  }
}
