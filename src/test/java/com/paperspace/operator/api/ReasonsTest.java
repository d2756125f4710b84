package com.paperspace.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people are told to do next, by reason. */
class ReasonsTest {
  /** Deleting an object may delete what it manages: who advises it says so. */
  @ParameterizedTest
  @EnumSource
  void adviceToDeleteSaysWhatBecomesOfTheCloudObject(Reason reason) {
    if (reason.remedy().contains("elete this object")) {
      assertThat(reason.remedy()).containsAnyOf("cloud object", "policy.deletion");
    }
  }

  @ParameterizedTest
  @EnumSource
  void thereIsAMeaningAndANextStep(Reason reason) {
    assertThat(reason.meaning()).endsWith(".");
    assertThat(reason.remedy()).endsWith(".");
  }
}
