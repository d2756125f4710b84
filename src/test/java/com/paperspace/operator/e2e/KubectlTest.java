package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import com.paperspace.operator.support.Result;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people do with kubectl all day, with the operator at work behind it. */
@NeedsControlPlane
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubectlTest {
  private final ControlPlane plane;
  private Namespace here;
  private Stage stage;

  KubectlTest(ControlPlane plane) {
    this.plane = plane;
  }

  @BeforeAll
  void quickStart() {
    here = new Namespace(plane, "e2e-kubectl");
    stage = new Stage(plane, here);
    here.quickStart();
  }

  @AfterAll
  void nothingWasAgainstTheContract() {
    stage.close();
    assertThat(stage.cloud.violations()).isEmpty();
    assertThat(stage.refusals.all()).isEmpty();
  }

  @Test
  void oneCategoryShowsEverythingReadyAndSynced() {
    var all = here.kubectl("get", "paperspace", "-o", "wide").orFail().stdout();

    for (var object : QuickStart.OBJECTS) {
      assertThat(all).contains("/" + object.replaceAll(".*/", "") + " ");
    }
    assertThat(all).contains("/default ");
    assertThat(all).contains("SYNCED");
  }

  @ParameterizedTest
  @CsvSource({
    "psaccount, default, SessionValid",
    "psproj, quickstart, Available",
    "pssecret, greeting, Available",
    "psdeploy, hello, Available",
    "psmachine, workstation, Available",
    "psdrive, shared, Available"
  })
  void theColumnsSayThatAllIsWell(String kind, String name, String reason) {
    var row = here.kubectl("get", kind, name, "--no-headers").orFail().stdout();
    var wide = here.kubectl("get", kind, name, "--no-headers", "-o", "wide").orFail().stdout();

    assertThat(row).startsWith(name).contains(" True ").contains(" " + reason + " ");
    assertThat(row).as("every column has a value").doesNotContain("<none>");
    assertThat(wide).as("every wide column has a value").doesNotContain("<none>");
  }

  @Test
  void theStatusGivesTheIdOfTheCloudObject() {
    assertThat(here.value("psproj/quickstart", ".status.id"))
        .isEqualTo(stage.team.projects().all().get(0).path("id").asText());
    assertThat(here.value("psmachine/workstation", ".status.observed.state")).isEqualTo("ready");
    assertThat(here.value("psdeploy/hello", ".status.observedGeneration"))
        .isEqualTo(here.value("psdeploy/hello", ".metadata.generation"));
  }

  @Test
  void applyingTheSameAgainChangesNothingAndDiffIsClean() {
    assertThat(here.kubectlFed(QuickStart.yaml(), "apply", "-f", "-").orFail().stdout().lines())
        .filteredOn(line -> !line.startsWith("secret/"))
        .hasSize(1 + QuickStart.OBJECTS.size())
        .allMatch(line -> line.endsWith(" unchanged"));
    assertThat(here.kubectlFed(QuickStart.yaml(), "diff", "-f", "-"))
        .isEqualTo(new Result(0, "", ""));
  }

  @Test
  void scalingReachesTheCloud() {
    here.kubectl("scale", "psdeploy/hello", "--replicas=3").orFail();

    Namespace.until(
        "three replicas in the cloud",
        () ->
            stage.team.deployments().all().stream()
                .filter(it -> it.path("name").asText().equals("hello"))
                .anyMatch(it -> it.at("/latestSpec/data/resources/replicas").asInt() == 3));
    here.untilReady("psdeploy/hello");
    Namespace.until(
        "the scale subresource tells it",
        () ->
            here.kubectl("get", "psdeploy/hello", "--subresource=scale", "-o", "yaml")
                .orFail()
                .stdout()
                .contains("replicas: 3"));
  }

  @Test
  void eventsTellWhatHappenedAndCountWhatHappensAgain() {
    told("");
    here.untilReady("psproj/told");
    untilDescribed("Normal +Created .* paperspace\\.com/operator +Made ");
    for (int i = 0; i < 2; i++) {
      told(", externalId: pnotthere");
      Namespace.until(
          "that is refused", () -> here.value("psproj/told", REFUSAL).equals("ReplaceRequired"));
      told("");
      here.untilReady("psproj/told");
    }
    untilDescribed("Warning +ReplaceRequired +.*\\(x2 over ");
    untilDescribed("Normal +Recovered +.*\\(x2 over .*No longer ReplaceRequired");
    here.kubectl("delete", "psproj/told").orFail();
    Namespace.until(
        "the end is told",
        () ->
            here.kubectl("get", "events", "--field-selector=involvedObject.name=told")
                .orFail()
                .stdout()
                .lines()
                .anyMatch(
                    it -> it.matches(".*Normal +Deleted +paperspaceproject/told +.*gone\\.")));
  }

  private static final String REFUSAL = ".status.conditions[?(@.type=='Stalled')].reason";

  private void told(String more) {
    var yaml =
        """
        apiVersion: paperspace.com/v1alpha1
        kind: PaperspaceProject
        metadata: {name: told}
        spec: {name: told%s}
        """;
    here.kubectlFed(yaml.formatted(more), "apply", "-f", "-").orFail();
  }

  private void untilDescribed(String line) {
    var wanted = Pattern.compile(line);
    Namespace.until(
        line,
        () -> wanted.matcher(here.kubectl("describe", "psproj/told").orFail().stdout()).find());
  }

  @Test
  void anAutoscalerFindsWhatItScales() {
    here.kubectlFed(
            """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: hello}
            spec:
              scaleTargetRef: {apiVersion: paperspace.com/v1alpha1, kind: Deployment, name: hello}
              minReplicas: 1
              maxReplicas: 5
              metrics:
              - type: External
                external: {metric: {name: queue}, target: {type: Value, value: "10"}}
            """,
            "apply",
            "-f",
            "-")
        .orFail();
    // Without a server of external metrics it gets no further, but so far as to ask for them.
    Namespace.until(
        "it asks for its metric",
        () ->
            here.value("hpa/hello", ".status.conditions[?(@.type=='ScalingActive')].reason")
                .equals("FailedGetExternalMetric"));
    assertThat(here.value("hpa/hello", ".status.conditions[?(@.type=='AbleToScale')].reason"))
        .isEqualTo("SucceededGetScale");
    here.kubectl("delete", "hpa/hello").orFail();
  }

  @Test
  void askingForALookIsAnswered() {
    here.kubectl("annotate", "psproj/quickstart", "paperspace.com/reconcile-at=now").orFail();

    Namespace.until(
        "acknowledged",
        () -> here.value("psproj/quickstart", ".status.lastHandledReconcileAt").equals("now"));
  }

  @Test
  void thePowerGoesOffAndOnAgain() {
    for (var power : List.of("Off", "On")) {
      var patch = "{\"spec\": {\"powerState\": \"" + power + "\"}}";
      here.kubectl("patch", "psmachine/workstation", "--type=merge", "-p", patch).orFail();
      var state = power.equals("Off") ? "off" : "ready";
      Namespace.until(
          "the machine is " + state,
          () -> stage.team.machines().all().get(0).path("state").asText().equals(state));
      Namespace.until(
          "the status says so",
          () -> here.value("psmachine/workstation", ".status.observed.state").equals(state));
    }
    here.untilReady("psmachine/workstation");
  }

  @Test
  void deletingOneTakesItOutOfTheCloud() {
    var project = "kind: PaperspaceProject\nmetadata: {name: brief}\nspec: {}\n";
    here.apply("apiVersion: paperspace.com/v1alpha1\n" + project);
    here.untilReady("psproj/brief");
    var id = here.value("psproj/brief", ".status.id");

    here.kubectl("delete", "psproj/brief", "--timeout=60s").orFail();

    assertThat(stage.team.projects().get(id)).isEmpty();
  }
}
