package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.CustomTemplate;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.PublicIp;
import com.paperspace.operator.reconcile.adapter.SharedField;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who decides whether a machine is on, and what a template waits for before it is stopped. */
class PowerOfMachineTest {
  private static final String PAUSED = "annotations: {paperspace.com/paused: 'true'}, ";

  private static Machine machine(String metadata, String spec, String status) {
    return Given.read(
        Machine.class,
        "{metadata: {%sname: m}%s%s}"
            .formatted(
                metadata.replace("paused", PAUSED),
                spec.equals("none") ? "" : ", spec: {" + spec + "}",
                status.equals("none") ? "" : ", status: {" + status + "}"));
  }

  private static CustomTemplate.Spec template(String allowed) {
    return Given.resource(CustomTemplate.class, "{machineRef: {name: m}" + allowed + "}").getSpec();
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | powerState: 'On' | id: m1 | power of Machine m1 | nobody stops it",
        "'' | powerState: 'Off' | id: m1 | power off of Machine m1 | nobody starts it",
        "'' | '' | id: m1 | '' | power is left to others",
        "paused | '' | id: m1 | power of Machine m1 | a machine at pause is left alone",
        "paused | powerState: 'Off' | id: m1 | power of Machine m1; power off of Machine m1 | both",
        "paused | powerState: 'On' | {} | '' | it is not there yet",
        "paused | powerState: 'On' | none | '' | nor was it ever looked at",
        "paused | none | id: m1 | '' | nothing is known of what is wanted",
      })
  void whatAMachineDecidesOn(
      String metadata, String spec, String status, String fields, String why) {
    var machine = machine(metadata, spec, status.equals("{}") ? "" : status);
    var words = PowerOfMachine.declaredBy(machine).stream().map(SharedField::words).toList();
    assertThat(String.join("; ", words)).as(why).isEqualTo(fields);
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | powerState: 'On' | off | declares powerState: \"On\" | it would be started again",
        "'' | powerState: 'Off' | ready | '' | its own resource stops it",
        "'' | '' | ready | '' | power is left to others",
        "paused | '' | ready | is paused or ObserveOnly | it is left alone",
        "'' | policy: {management: ObserveOnly} | ready | is paused or ObserveOnly | this one too",
        "paused | '' | off | '' | it is off already",
        "paused | '' | unseen | is paused or ObserveOnly | it may be on",
        "paused | '' | unmade | is paused or ObserveOnly | nothing is known of it",
        "paused | none | ready | '' | nothing is known of what is wanted",
      })
  void whatATemplateCannotStop(
      String metadata, String spec, String state, String words, String why) {
    assertThat(unfit(template(", allowStop: true"), machine(metadata, spec, status(state))))
        .as(why)
        .startsWith(words)
        .matches(it -> it.isEmpty() == words.isEmpty());
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "powerState: 'Off' | ready | it is to be off first | is declared \"Off\" and is not off yet",
        "powerState: 'Off' | off | it is off | ''",
        "powerState: 'Off' | unmade | it is still to be made | is declared \"Off\" and is not off yet",
        "powerState: 'On' | ready | that is another matter | ''",
        "'' | ready | it is stopped for the template | ''",
      })
  void whatATemplateWaitsFor(String spec, String state, String why, String words) {
    var machine = machine("", spec, status(state));
    assertThat(unready(template(", allowStop: true"), machine))
        .as(why)
        .startsWith(words)
        .matches(it -> it.isEmpty() == words.isEmpty());
  }

  private static String status(String state) {
    return switch (state) {
      case "unmade" -> "none";
      case "unseen" -> "id: m1";
      default -> "id: m1, observed: {state: " + state + "}";
    };
  }

  @Test
  void aTemplateThatStopsNothingDoesNotAsk() {
    var on = machine("", "powerState: 'On'", status("ready"));
    var off = machine("", "powerState: 'Off'", status("ready"));
    for (var allowed : new String[] {"", ", allowStop: false"}) {
      assertThat(unfit(template(allowed), on)).isEmpty();
      assertThat(unready(template(allowed), off)).isEmpty();
    }
    var other = Given.resource(PublicIp.class, "{region: ny2}");
    assertThat(unfit(template(", allowStop: true"), other)).isEmpty();
  }

  private static String unfit(CustomTemplate.Spec spec, PaperspaceResource<?, ?> named) {
    return said(PowerOfMachine.unfit(spec, named));
  }

  private static String unready(CustomTemplate.Spec spec, PaperspaceResource<?, ?> named) {
    return said(PowerOfMachine.unready(spec, named));
  }

  private static String said(Optional<String> words) {
    return words.orElse("");
  }
}
