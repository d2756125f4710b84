package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.kind.MachinePlan.Planned;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A type that will be refused is asked about before the machine is stopped for it. */
class MachineTypeCheckTest {
  private static final Planned STOP = new Planned(new MachineCall.Stop(), Set.of(), Map.of());
  private static final List<Drift> OTHER_TYPE =
      List.of(Drift.correctable("machineType", "A6000", "A4000"));

  private final ToldApi told = new ToldApi();

  @AfterEach
  void close() {
    told.close();
  }

  private static Optional<Step<MachineRemote>> question(
      Planned planned, List<Drift> todo, Map<String, String> marks, String... spec) {
    var machine =
        MachineFixture.machine(spec.length == 0 ? new String[] {"machineType: A6000"} : spec);
    return MachineTypeCheck.before(planned, machine, MachineFixture.seen("ready"), todo, marks);
  }

  private static Step<MachineRemote> question(Map<String, String> marks, String... spec) {
    return question(STOP, OTHER_TYPE, marks, spec).orElseThrow();
  }

  private void catalogue(String template, String type) {
    told.get(
        "/os-templates",
        ("[{'id': '%s', 'name': 'x', 'operatingSystemLabel': 'Ubuntu',"
                + " 'availableMachineTypes': [{'machineTypeLabel': '%s'}]}]")
            .formatted(template, type));
  }

  @Test
  void itIsAskedBeforeAStopForAnotherType() {
    var none = new MachineCall.None();
    var noted = new Planned(none, Set.of(), Map.of(MachineMarks.STOPPED, "true"));
    var power = new Planned(new MachineCall.Stop(), Set.of(MachineRows.POWER), Map.of());
    var other = new Planned(none, Set.of(), Map.of(MachineMarks.RESTART, "t1"));
    var start = new Planned(new MachineCall.Start(), Set.of(), Map.of());
    var disk = List.of(Drift.correctable("diskSize", "100", "50"));
    assertThat(question(STOP, OTHER_TYPE, Map.of())).as("it is to be stopped for it").isPresent();
    assertThat(question(noted, OTHER_TYPE, Map.of())).as("that is to be noted").isPresent();
    assertThat(question(power, OTHER_TYPE, Map.of())).as("it is to be off anyway").isEmpty();
    assertThat(question(other, OTHER_TYPE, Map.of())).as("another note").isEmpty();
    assertThat(question(start, OTHER_TYPE, Map.of())).as("another call").isEmpty();
    assertThat(question(STOP, disk, Map.of())).as("not for the type").isEmpty();
    assertThat(question(STOP, OTHER_TYPE, Map.of(MachineTypeCheck.MARK, "A6000")))
        .as("asked")
        .isEmpty();
    assertThat(question(STOP, OTHER_TYPE, Map.of(MachineTypeCheck.MARK, "A5000")))
        .as("then")
        .isPresent();
  }

  @Test
  void anOfferedTypeIsRememberedAndNothingElseDone() {
    catalogue("t0nspur5", "A6000");
    var step = question(Map.of());
    assertThat(step.kind() + " " + step).isEqualTo("NOTE look up whether the machine can be A6000");
    assertThat(step.carries()).isEqualTo(OTHER_TYPE);
    var outcome = step.call().send(told.api());
    assertThat(outcome.marks()).isEqualTo(Map.of(MachineTypeCheck.MARK, "A6000"));
    assertThat(outcome.carried()).isFalse();
    assertThat(outcome.remote()).isEqualTo(MachineFixture.seen("ready"));
    assertThat(told.changes()).isEmpty();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({"t0nspur5, '', by its id", "t9, t9, by what its label led to"})
  void aTypeThatIsNotOfferedIsRefused(String template, String mark, String why) {
    catalogue(template, "C5");
    var step =
        mark.isEmpty()
            ? question(Map.of())
            : question(Map.of(OsTemplate.FIELD, mark), "machineType: A6000", "templateId: null");
    assertThatThrownBy(() -> step.call().send(told.api()))
        .as(why)
        .isInstanceOfSatisfying(
            PaperspaceException.class,
            it -> assertThat(it.reason()).isEqualTo(PaperspaceException.Reason.INVALID))
        .hasMessageContaining("OS template 'Ubuntu' does not offer A6000; it offers: C5.");
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404})
  void aKeyThatMayNotSeeTheCatalogueMayChangeTheMachine(int status) {
    told.answer("GET /os-templates", status, "{'message': 'no'}");
    assertThat(question(Map.of()).call().send(told.api()).marks())
        .isEqualTo(Map.of(MachineTypeCheck.MARK, "A6000"));
  }

  @Test
  void aCatalogueThatCannotBeReadNowIsAskedForAgain() {
    told.answer("GET /os-templates", 500, "{'message': 'later'}");
    assertThatThrownBy(() -> question(Map.of()).call().send(told.api()))
        .isInstanceOfSatisfying(
            PaperspaceException.class,
            it -> assertThat(it.reason()).isNotEqualTo(PaperspaceException.Reason.INVALID));
  }
}
