package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.client.OsTemplates.View;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which template a label means, and what is said when it means none. */
class OsTemplateTest {
  private static final List<View> CATALOGUE =
      Stream.of(
              "{id: t1, operatingSystemLabel: Ubuntu 22.04, availableMachineTypes:"
                  + " [{machineTypeLabel: C4, isAvailable: true}, {machineTypeLabel: A4000},"
                  + " {machineTypeLabel: V100, isAvailable: false}]}",
              "{id: t2, operatingSystemLabel: UBUNTU 22.04}",
              "{id: t3, operatingSystemLabel: Windows 10, availableMachineTypes: []}",
              "{id: t4, operatingSystemLabel: Twice}",
              "{id: t5, operatingSystemLabel: Twice}",
              "{id: t6}")
          .map(it -> Given.read(View.class, it))
          .toList();

  private static Machine.Spec spec(String os, String type) {
    var yaml = "{template: {os: '%s'}, machineType: %s}".formatted(os, type);
    return Given.resource(Machine.class, yaml).getSpec();
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "Ubuntu 22.04, C4, t1, the one spelled exactly so",
    "UBUNTU 22.04, C4, t2, whatever others are called",
    "windows 10, C4, t3, in other letters where there is one",
    "Ubuntu 22.04, a4000, t1, a type in any letters",
    "Ubuntu 22.04, V100, t1, a type there is no room for now",
    "Windows 10, anything, t3, a template that names no types offers any",
  })
  void theLabelMeans(String os, String type, String id, String why) {
    assertThat(OsTemplate.find(spec(os, type), CATALOGUE)).as(why).isEqualTo(id);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "Ubuntu 23 | C4 | template.os: no OS template 'Ubuntu 23'; there are: Twice, UBUNTU 22.04,"
            + " Ubuntu 22.04, Windows 10.",
        "Twice | C4 | template.os: several OS templates are called 'Twice'; name one in templateId:"
            + " t4, t5.",
        "ubuntu 22.04 | C4 | template.os: several OS templates are called 'ubuntu 22.04'; name one in"
            + " templateId: t1, t2.",
        "Ubuntu 22.04 | V1000 | machineType: OS template 'Ubuntu 22.04' does not offer V1000; it"
            + " offers: A4000, C4, V100.",
      })
  void whatItCannotMeanIsSaid(String os, String type, String message) {
    assertThatThrownBy(() -> OsTemplate.find(spec(os, type), CATALOGUE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }

  @Test
  void atMostTenAreNamed() {
    var many =
        IntStream.range(10, 30)
            .mapToObj(
                i -> Given.read(View.class, "{id: t, operatingSystemLabel: OS %d}".formatted(i)))
            .toList();
    assertThatThrownBy(() -> OsTemplate.find(spec("none", "C4"), many))
        .hasMessageEndingWith("OS 18, OS 19 and 10 more.");
  }

  @ParameterizedTest(name = "{5}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "Ubuntu 20.04 | t9 | -   | t9       | 0 | the one that was taken stays, unasked",
        "Ubuntu 20.04 | -  | -   | tkni3aa4 | 1 | the one that has the label now",
        "Ubuntu 20.04 | -  | ps1 | tkni3aa4 | 1 | likewise of a machine that is there",
        "Ubuntu 19.04 | -  | ps1 | -        | 1 | what is wrong with its label concerns nobody",
      })
  void theTemplateOfAMachine(
      String os, String taken, String machine, String id, int calls, String why) {
    try (var team = new OneTeam()) {
      var given = taken == null ? team.given() : team.given("template", taken);
      assertThat(OsTemplate.id(machine(os, machine), given, team.api).orElse(null))
          .as(why)
          .isEqualTo(id);
      assertThat(team.cloud.journal().size()).as("calls").isEqualTo(calls);
    }
  }

  private static Machine machine(String os, String id) {
    return Given.read(
        Machine.class,
        "{spec: {template: {os: '%s'}, machineType: C5}, status: {id: %s}}".formatted(os, id));
  }

  @Test
  void aMachineStillToBeMadeNeedsOne() {
    try (var team = new OneTeam()) {
      assertThatThrownBy(() -> OsTemplate.id(machine("Ubuntu 19.04", null), team.given(), team.api))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith(
              "template.os: no OS template 'Ubuntu 19.04'; there are: CentOS 7");
    }
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "t1 | C4   | -       | a type it offers",
        "t1 | v100 | OUT_OF_CAPACITY: The service's catalogue says that v100 is not available now"
            + " with OS template 'Ubuntu 22.04' | a type there is no room for now",
        "t1 | V1000 | machineType: OS template 'Ubuntu 22.04' does not offer V1000; it offers:"
            + " A4000, C4, V100. | one it does not know",
        "t3 | V100 | -       | a template that names no types",
        "t9 | V100 | -       | one that is not in the catalogue may offer anything",
        "-  | V100 | -       | and so may one of the team",
      })
  void whetherAMachineOfATypeCanBeMadeOfATemplateNow(
      String id, String type, String refusal, String why) {
    assertThat(refusal(() -> OsTemplate.requireAvailable(id, type, CATALOGUE)))
        .as(why)
        .isEqualTo(refusal);
  }

  private static String refusal(Runnable check) {
    try {
      check.run();
      return null;
    } catch (InvalidInputException e) {
      return e.getMessage();
    } catch (PaperspaceException e) {
      return e.reason() + ": " + e.getMessage();
    }
  }
}
