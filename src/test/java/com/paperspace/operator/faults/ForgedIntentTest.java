package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PublicIp;
import com.paperspace.operator.support.Rig;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An intent that somebody without a key wrote holds nobody else up. */
class ForgedIntentTest {
  private static Stage withRed() {
    var stage = Stage.open();
    stage.watch("red");
    stage.restart();
    return stage;
  }

  /** As the API server fills it in: what is paused before the first look keeps -1. */
  @Test
  void aForgedIntentOfWhatIsPausedHoldsNoRegion() {
    try (var stage = withRed()) {
      stage.crash();
      stage.apply("red", PublicIp.class, "evil", "{region: ca1}");
      var evil =
          stage
              .rig
              .kubernetes
              .client()
              .resources(PublicIp.class)
              .inNamespace("red")
              .withName("evil");
      evil.subresource("status")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE), "{\"status\": {\"observedGeneration\": -1}}");
      var forged =
          evil.get().getMetadata().getUid()
              + ".deadbeef@2026-11-28T00:00:00Z#"
              + stage.team().id()
              + " name ny2/";
      evil.patch(
          PatchContext.of(PatchType.JSON_MERGE),
          "{\"metadata\": {\"annotations\": {\"paperspace.com/create-intent\": \"%s\", \"paperspace.com/paused\": \"true\"}}}"
              .formatted(forged));
      stage.start();
      stage.pass(Duration.ofMinutes(1));
      PublicIpTest.address(stage, "a", "");
      stage.pass(Duration.ofHours(2));
      var a = stage.get(PublicIp.class, "a");
      assertThat(Rig.is(a, "Ready", "True")).as(a.getStatus().conditions().toString()).isTrue();
    }
  }
}
