package com.paperspace.operator.faults;

import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.PublicIp;
import com.paperspace.operator.api.TeamSecret;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who may write annotations in a namespace without a key keeps nobody else from anything. */
class HostileTenantTest {
  private static <R extends PaperspaceResource<?, ?>> void forge(
      Stage stage, Class<R> kind, String spec, String target) {
    stage.apply("red", kind, "evil", spec);
    stage.settle();
    var evil = stage.rig.kubernetes.client().resources(kind).inNamespace("red").withName("evil");
    var forged =
        evil.get().getMetadata().getUid()
            + ".deadbeef@2026-11-28T00:00:00Z#"
            + stage.team().id()
            + target;
    evil.patch(
        PatchContext.of(PatchType.JSON_MERGE),
        "{\"metadata\": {\"annotations\": {\"paperspace.com/create-intent\": \"%s\"}}}"
            .formatted(forged));
    stage.pass(Duration.ofMinutes(1));
  }

  private static Stage withRed() {
    var stage = Stage.open();
    stage.watch("red");
    stage.restart();
    return stage;
  }

  @Test
  void anIntentOfAnotherTeamHoldsNoKey() {
    try (var stage = withRed()) {
      forge(
          stage,
          TeamSecret.class,
          "{name: OTHER, valueFrom: {secretKeyRef: {name: none, key: none}}}",
          " key " + stage.team().id() + "/TOKEN");
      stage.rig.secret("token", "value", "very secret");
      stage.rig.apply(
          "kind: TeamSecret\nmetadata: {name: token}\nspec: {name: TOKEN, valueFrom: {secretKeyRef:"
              + " {name: token, key: value}}}\n");
      stage.ready(TeamSecret.class, "token");
    }
  }

  @Test
  void norARegion() {
    try (var stage = withRed()) {
      forge(stage, PublicIp.class, "{region: ca1}", " name ny2/");
      PublicIpTest.address(stage, "a", "");
      PublicIpTest.ip(stage, "a");
    }
  }
}
