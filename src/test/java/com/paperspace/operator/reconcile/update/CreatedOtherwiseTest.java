package com.paperspace.operator.reconcile.update;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.cloud.Cloud;
import com.paperspace.operator.reconcile.cloud.Cloud.Thing;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.pass.CreateOnly;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only a create can set differs where the service does not show it, once. */
class CreatedOtherwiseTest {
  private final Desk desk = Desk.bare();
  private final Cloud cloud = new Cloud();
  private final Thing thing = cloud.add("x", "p", null);

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "t1, Available, as it was created",
    "t2, ReplaceRequired, the spec was changed since",
  })
  void whatTheCreateWasSentWith(String template, Reason reason, String why) {
    var spec = "spec: {machineType: A4000, templateId: %s, region: ny2, diskSize: 50}";
    var pass = desk.pass(desk.read(Machine.class, "m", spec.formatted(template)));
    pass.draft.id = "x";
    pass.draft.createdWith = Map.of("templateId", "t1", "region", "ny2", "diskSize", 50);
    cloud.drift = List.of();
    var update = new Update<Thing>(desk.services, new CreateOnly(Machine.class));
    var verdict = update.converge(cloud.of(pass), thing);
    assertThat(verdict.reason()).as(why).isEqualTo(reason);
  }

  @Test
  void whatTheKindFindsIsNotSaidTwice() {
    var spec = "spec: {machineType: A4000, templateId: t2, region: ny2, diskSize: 50}";
    var pass = desk.pass(desk.read(Machine.class, "m", spec));
    pass.draft.id = "x";
    pass.draft.createdWith = Map.of("templateId", "t1");
    cloud.drift = List.of(Drift.replace("templateId", "t2", "seen"));
    new Update<Thing>(desk.services, new CreateOnly(Machine.class)).converge(cloud.of(pass), thing);
    assertThat(pass.draft.drift.stream().filter(it -> it.field().equals("templateId")))
        .singleElement()
        .satisfies(it -> assertThat(it.actual()).isEqualTo("seen"));
  }
}
