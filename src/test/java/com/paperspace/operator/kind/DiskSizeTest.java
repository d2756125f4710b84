package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service gives bytes, people say gigabytes, and the unit is not documented. */
class DiskSizeTest {
  @ParameterizedTest(name = "{2}: {0}")
  @CsvSource(
      nullValues = "null",
      value = {
        "53687091200, 50, binary",
        "50000000000, 50, decimal",
        "53600000000, 50, nearly binary",
        "null, null, absent",
        "0, null, not known yet",
        "-1, null, nonsense",
      })
  void gigabytes(Long bytes, Integer gigabytes, String why) {
    assertThat(DiskSize.gigabytes(bytes)).as(why).isEqualTo(gigabytes);
    if (gigabytes != null) {
      assertThat(DiskSize.is(bytes, gigabytes)).isTrue();
      assertThat(DiskSize.is(bytes, gigabytes * 2)).isFalse();
    }
  }

  @ParameterizedTest(name = "{3}: {0} is {1}")
  @CsvSource({
    "53687091200, 54, false, binary to the byte",
    "50000000000, 47, false, decimal to the byte",
    "53600000000, 50, true, neither, so it may be rounded",
    "53600000000, 54, true, in both units",
    "0, 1, false, nothing",
  })
  void whatIsWholeInOneUnitIsNoOtherSize(long bytes, int gigabytes, boolean same, String why) {
    assertThat(DiskSize.is(bytes, gigabytes)).as(why).isEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {"500, 500", "999999, 999999", "536870912000, 500", "1000000, 1", "null, null"})
  void ofAnUnknownUnitPeopleAreToldGigabytes(Long size, Long told) {
    assertThat(DiskSize.told(size)).isEqualTo(told);
  }
}
