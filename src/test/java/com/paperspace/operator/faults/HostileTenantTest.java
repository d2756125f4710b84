package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.PublicIp;
import com.paperspace.operator.api.TeamSecret;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Resource;
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
    annotate(stage, evil(stage, kind), target, "");
    stage.pass(Duration.ofMinutes(1));
  }

  private static <R extends PaperspaceResource<?, ?>> Resource<R> evil(Stage stage, Class<R> kind) {
    return stage.rig.kubernetes.client().resources(kind).inNamespace("red").withName("evil");
  }

  private static void annotate(
      Stage stage, Resource<? extends HasMetadata> evil, String target, String more) {
    var forged =
        evil.get().getMetadata().getUid()
            + ".deadbeef@2026-11-28T00:00:00Z#"
            + stage.team().id()
            + target;
    evil.patch(
        PatchContext.of(PatchType.JSON_MERGE),
        "{\"metadata\": {\"annotations\": {\"paperspace.com/create-intent\": \"%s\"%s}}}"
            .formatted(forged, more));
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

  /** As the API server fills it in: what is paused before the first look keeps -1. */
  @Test
  void norDoesThatOfWhatIsPaused() {
    try (var stage = withRed()) {
      stage.crash();
      stage.apply("red", PublicIp.class, "evil", "{region: ca1}");
      var evil = evil(stage, PublicIp.class);
      evil.subresource("status")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE), "{\"status\": {\"observedGeneration\": -1}}");
      annotate(stage, evil, " name ny2/", ", \"paperspace.com/paused\": \"true\"");
      stage.start();
      stage.pass(Duration.ofMinutes(1));
      PublicIpTest.address(stage, "a", "");
      stage.pass(Duration.ofHours(2));
      var a = stage.get(PublicIp.class, "a");
      assertThat(Rig.is(a, "Ready", "True")).as(a.getStatus().conditions().toString()).isTrue();
    }
  }
}
