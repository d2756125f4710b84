package com.paperspace.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The rules of the house find what is wrong with one that was built to break them. */
class SeededFaultsTest {
  private static final String HOUSE = "com.paperspace.operator.seeded";
  private static final JavaClasses SEEDED = new ClassFileImporter().importPackages(HOUSE);

  @Test
  void anArrowUpBetweenPackages() {
    assertThat(found(HouseRules.packages(HOUSE))).contains("LooksAcross").contains("kind.One");
  }

  @Test
  void anArrowUpBetweenRooms() {
    assertThat(found(HouseRules.rooms(HOUSE))).contains("adapter.LooksUp").contains("engine.Loop");
  }

  @Test
  void aKindThatSeesMoreThanTheContract() {
    assertThat(found(HouseRules.rooms(HOUSE))).contains("kind.SeesTooMuch");
  }

  @Test
  void aCircleBetweenTwoClasses() {
    assertThat(found(HouseRules.noCircles(HOUSE))).contains("kind.One").contains("kind.Other");
  }

  @Test
  void aCallOfTheApiBesideTheDoor() {
    assertThat(found(HouseRules.oneDoor(HOUSE)))
        .contains("Paperspace.machines()")
        .contains("PassesBy.refers(com.paperspace.operator.seeded.client.Paperspace)")
        .contains("PassesBy.calls(com.paperspace.operator.seeded.client.Paperspace)");
  }

  @Test
  void aClassInTheHall() {
    assertThat(found(HouseRules.addresses(HOUSE))).contains("Homeless").doesNotContain("Loop");
  }

  private static String found(ArchRule rule) {
    return String.join("\n", rule.evaluate(SEEDED).getFailureReport().getDetails());
  }
}
