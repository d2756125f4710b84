package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.api.CustomTemplate;
import com.paperspace.operator.api.Machine;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Reference;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which machines can be made of a custom template, and from when on. */
class TemplateRefTest {
  private static final String SPEC = "machineType: A4000, region: ny2";

  private final ToldApi told = new ToldApi();

  @AfterEach
  void close() {
    told.close();
  }

  private static Machine machine(String more, String status) {
    return Given.read(
        Machine.class, "{metadata: {name: m}, spec: {" + SPEC + more + "}" + status + "}");
  }

  private static Machine machine() {
    return machine(", templateRef: {name: base}", "");
  }

  private void template(String region, String types) {
    told.get(
        "/custom-templates/id-of-templateRef",
        "{'id': 'id-of-templateRef', 'name': 't', 'region': '%s', 'availableMachineTypes': [%s]}"
            .formatted(region, types));
  }

  private Optional<Observation<Machine.Observed>> check(Machine machine) {
    return TemplateRef.check(machine, Given.given(), told.api());
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{observed: {usable: true}} | it is ready | true",
        "{observed: {usable: false}} | it is being made | false",
        "{observed: {}} | nobody knows | false",
        "{id: t1} | it was not looked at | false",
      })
  void itIsWaitedForUntilItIsUsable(String status, String why, boolean usable) {
    var reference = (Reference.ToResource) TemplateRef.reference(machine()).orElseThrow();
    assertThat(reference.name()).isEqualTo("base");
    var template = Given.read(CustomTemplate.class, "{status: " + status + "}");
    var waits = reference.unready().apply(template);
    assertThat(waits.isEmpty()).as(why).isEqualTo(usable);
    waits.ifPresent(it -> assertThat(it).startsWith("is not usable yet."));
    assertThat(reference.unready().apply(new CustomTemplate())).as("no status").isPresent();
    var other = Given.read(Machine.class, "{status: {observed: {state: ready}}}");
    assertThat(reference.unready().apply(other)).as("another kind").isPresent();
  }

  @Test
  void aMachineThatExistsNeedsItNoMore() {
    var made = machine(", templateRef: {name: base}", ", status: {id: m1}");
    assertThat(TemplateRef.reference(made)).isEmpty();
    assertThat(TemplateRef.reference(machine("", ""))).isEmpty();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "ny2 | {'machineTypeLabel': 'A4000'} | it fits |",
        "East Coast (NY2) | {'machineTypeLabel': 'a4000'} | in other words |",
        "the moon | | what cannot be read is no hindrance |",
        "ca1 | {'machineTypeLabel': 'A4000'} | it is elsewhere | region: CustomTemplate base is in ca1,",
        "ny2 | {'machineTypeLabel': 'C5'} | it is for others"
            + " | machineType: CustomTemplate base does not offer A4000; it offers: C5.",
      })
  void itIsForItsRegionAndItsTypesAlone(String region, String types, String why, String said) {
    template(region, types == null ? "" : types);
    if (said == null) {
      assertThat(check(machine())).as(why).isEmpty();
    } else {
      assertThatThrownBy(() -> check(machine()))
          .as(why)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith(said);
    }
  }

  @Test
  void oneThatIsGoneIsLeftToTheCreate() {
    assertThat(check(machine())).isEmpty();
    assertThat(TemplateRef.exists(told.api(), "id-of-templateRef")).isFalse();
    template("ny2", "");
    assertThat(TemplateRef.exists(told.api(), "id-of-templateRef")).isTrue();
  }

  @Test
  void aMachineThatIsMadeAnewHasItsTemplateLookedForAgain() {
    template("ca1", "");
    var status = ", status: {id: m1}";
    assertThat(check(machine(", templateRef: {name: base}", status)))
        .hasValueSatisfying(
            it -> assertThat(it.message()).isEqualTo("Its template is looked for again."));
    assertThat(check(machine(", templateId: t1", status))).as("no reference").isEmpty();
  }
}
