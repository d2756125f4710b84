package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.CustomTemplate;
import com.paperspace.operator.api.ManagedStatus.Operation;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.api.Snapshot;
import com.paperspace.operator.reconcile.adapter.Inputs;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why an object is gone although nobody took it away. */
class SimpleLossTest {
  private static final Inputs FOLLOWING =
      MachineFixture.following(Map.of(), new Operation("Creating", "2026", "ev1"));

  private final ToldApi told = new ToldApi();

  @AfterEach
  void close() {
    told.close();
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "cancelled | m1 | off | FAILED OperationFailed The machine's snapshot-create was cancelled."
            + " | its making was called off",
        "cancelled | m1 | gone | FAILED OperationFailed The machine's snapshot-create was cancelled."
            + " | which is what counts",
        "done | m1 | off | FAILED ExternalMissing s1 is gone from the cloud, and what it held with it. A new"
            + " one would hold the disk of its machine as that is by then. | others took it away",
        "in progress | m1 | off | - | it held nothing yet",
        "none | m1 | off | - | nothing is known",
        "done | m1 | gone | FAILED ExternalMissing s1 went with machine m1, which is gone. | it went with its machine",
        "none | m1 | gone | FAILED ExternalMissing s1 went with machine m1, which is gone. | however it was made",
        "none | unseen | gone | - | nobody saw what it was of",
        "none | null | gone | - | or it told none",
      })
  void whyASnapshotIsGone(String event, String machine, String state, String said, String why) {
    told.machine("m1", state);
    if (!event.equals("none")) {
      told.get(
          "/machine-events/ev1",
          "{'id': 'ev1', 'name': 'snapshot-create', 'state': '" + event + "'}");
    }
    var observed = machine.equals("unseen") ? "" : ", observed: {machineId: " + machine + "}";
    var resource =
        Given.read(
            Snapshot.class,
            "{metadata: {name: s}, spec: {machineId: m1}, status: {id: s1" + observed + "}}");
    var gone = SnapshotKind.adapter().whyGone(resource, FOLLOWING, told.api());
    var words = gone.map(it -> it.phase() + " " + it.reason() + " " + it.message());
    assertThat(words.orElse("-")).as(why).isEqualTo(said);
    gone.ifPresent(it -> assertThat(it.observed()).isEqualTo(resource.getStatus().observed()));
  }

  @Test
  void aTemplateOutlivesItsMachine() {
    var resource =
        Given.read(
            CustomTemplate.class,
            "{metadata: {name: t}, spec: {machineId: m1}, status: {id: t1, observed: {machineId: m1}}}");
    assertThat(CustomTemplateKind.adapter().whyGone(resource, FOLLOWING, told.api())).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      nullValues = "-",
      value = {"-", "Updating"})
  void whatATemplateHeldIsGoneWithIt(String operation) {
    var resource =
        Given.read(
            CustomTemplate.class, "{metadata: {name: t}, spec: {machineId: m1}, status: {id: t1}}");
    var inputs =
        MachineFixture.following(
            Map.of(), operation == null ? null : new Operation(operation, "2026", null));
    var gone = CustomTemplateKind.adapter().whyGone(resource, inputs, told.api()).orElseThrow();
    assertThat(gone.reason()).isEqualTo(Reason.ExternalMissing);
    assertThat(gone.message()).contains("the disk of its machine as that is by then");
  }
}
