package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.api.CustomTemplate;
import com.paperspace.operator.api.CustomTemplate.Observed;
import com.paperspace.operator.api.CustomTemplate.Spec;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Observation;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What keeps a template from being made, by what the machine is. */
class MachineOffTest {
  private final ToldApi told = new ToldApi();

  @AfterEach
  void close() {
    told.close();
  }

  private Optional<Observation<Observed>> check(String spec, Given inputs) {
    var resource = Given.resource(CustomTemplate.class, "{" + spec + "}");
    var host = MachineRef.of(Spec::machineRef, Spec::machineId);
    return MachineOff.check(host, resource.getSpec(), inputs, told.api());
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "off | '' | | nothing is in the way",
        "off | aside.machineStopped | | whoever stopped it",
        "ready | '' | FAILED DisruptionRequired machineId: machine m1 is on, and a template can only"
            + " be made from one that is off. Stop it: | a person has to stop it",
        "ready | aside.machineStoppedFor | FAILED DisruptionRequired machineId: machine m1 is on,"
            + " although it was to be stopped for this once. Stop it: | somebody started it again",
        "ready | aside.machineStopped | BUSY WaitingForReference machineId: machine m1 is \"ready\";"
            + " the template is made once it is off. | it is about to be stopped",
        "stopping | '' | BUSY WaitingForReference machineId: machine m1 is \"stopping\";"
            + " the template is made once it is off. | it is on its way",
      })
  void onlyAMachineThatIsOffWillDo(String state, String mark, String said, String why) {
    told.machine("m1", state);
    var inputs = mark.isEmpty() ? Given.given() : Given.given(mark, "m1");
    var words =
        check("machineId: m1", inputs)
            .map(it -> it.phase() + " " + it.reason() + " " + it.message())
            .orElse("");
    if (said == null) {
      assertThat(words).as(why).isEmpty();
    } else {
      assertThat(words).as(why).startsWith(said);
    }
  }

  @Test
  void aMachineThatIsNotThereIsNamedByItsField() {
    assertThatThrownBy(() -> check("machineRef: {name: m}", Given.given()))
        .isInstanceOfSatisfying(
            PaperspaceException.class,
            it -> assertThat(it.reason()).isEqualTo(PaperspaceException.Reason.NOT_FOUND))
        .hasMessageContaining("machineRef: there is no machine id-of-machineRef");
  }
}
