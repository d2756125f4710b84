package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import com.paperspace.operator.support.Result;
import org.junit.jupiter.api.Test;

/** Argo CD and Flux apply on the server; the operator must own nothing they want to write. */
@NeedsControlPlane
class ServerSideApplyTest {
  private static final String[] APPLY = {"apply", "--server-side", "--field-manager=me", "-f", "-"};

  private final ControlPlane plane;

  ServerSideApplyTest(ControlPlane plane) {
    this.plane = plane;
  }

  @Test
  void neverConflictsWithTheOperatorAndLeavesNoDifference() {
    var here = new Namespace(plane, "e2e-server-side");
    try (var stage = new Stage(plane, here)) {
      var first = here.kubectlFed(QuickStart.yaml(), APPLY).orFail();
      assertThat(first.stderr()).isEmpty();
      here.untilReady("psaccount/default");
      QuickStart.OBJECTS.forEach(here::untilReady);

      assertThat(
              here.kubectlFed(
                  QuickStart.yaml(), "diff", "--server-side", "--field-manager=me", "-f", "-"))
          .as("what the operator wrote is no difference")
          .isEqualTo(new Result(0, "", ""));
      here.kubectlFed(QuickStart.yaml().replace("- quickstart", "- changed"), APPLY).orFail();
      Namespace.until(
          "the changed tag in the cloud",
          () ->
              stage.team.tags().all().stream()
                  .anyMatch(tag -> tag.path("name").asText().equals("changed")));
      assertThat(here.value("psproj/quickstart", ".metadata.finalizers"))
          .as("applying took nothing of the operator's away")
          .contains("paperspace.com/cloud-object");
      assertThat(stage.cloud.violations()).isEmpty();
    }
  }
}
