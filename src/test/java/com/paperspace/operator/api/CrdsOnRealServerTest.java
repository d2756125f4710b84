package com.paperspace.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import com.paperspace.operator.support.Result;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What only a real API server can prove about the CRDs and the examples. */
@NeedsControlPlane
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrdsOnRealServerTest {

  private static final String NAMESPACE = "crds-on-real-server";

  private final ControlPlane plane;

  CrdsOnRealServerTest(ControlPlane plane) {
    this.plane = plane;
  }

  static Stream<CustomResourceDefinition> crds() {
    return Crds.all().stream();
  }

  @BeforeAll
  void install() {
    plane.installCrds();
    plane.kubectl("create", "namespace", NAMESPACE).orFail();
    kubectl("apply", "-f", "examples").orFail();
  }

  @Test
  void usersCanApplyThemAndApplyThemAgain() {
    plane.kubectl("apply", "--server-side=false", "-f", "crds").orFail();

    assertThat(plane.kubectl("apply", "-f", "crds").orFail().stdout().lines())
        .hasSize(Crds.KINDS.size())
        .allMatch(line -> line.endsWith(" unchanged"));
  }

  @Test
  void theServerStoresThemAsWrittenSoGitOpsToolsSeeNoDifference() {
    assertThat(plane.kubectl("diff", "-f", "crds").orFail().stdout()).isEmpty();
  }

  @Test
  void theServerHasNothingToSayAgainstThem() {
    for (CustomResourceDefinition crd : Crds.all()) {
      String conditions =
          plane
              .kubectl(
                  "get",
                  "crd",
                  crd.getMetadata().getName(),
                  "-o",
                  "jsonpath={.status.conditions[*].type}")
              .orFail()
              .stdout();

      assertThat(conditions.split(" "))
          .as(crd.getMetadata().getName())
          .containsExactlyInAnyOrder("NamesAccepted", "Established");
    }
  }

  @Test
  void applyingAnExampleAgainChangesNothing() {
    assertThat(kubectl("apply", "-f", "examples").orFail().stdout().lines())
        .filteredOn(line -> !line.startsWith("secret/"))
        .isNotEmpty()
        .allMatch(line -> line.endsWith(" unchanged"));
    assertThat(kubectl("diff", "-f", "examples").exit()).isZero();
  }

  @ParameterizedTest
  @MethodSource("crds")
  void explainGivesOurSentences(CustomResourceDefinition crd) {
    String plural = crd.getSpec().getNames().getPlural() + ".paperspace.com";
    var root = crd.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();

    assertThat(words(plane.kubectl("explain", plural).orFail().stdout()))
        .contains(words(root.getDescription()));
    for (String part : List.of("spec", "status", "status.observed", "status.conditions")) {
      assertThat(plane.kubectl("explain", plural + "." + part).orFail().stdout())
          .as(part)
          .doesNotContain("<empty>");
    }
    assertThat(words(plane.kubectl("explain", plural + ".spec").orFail().stdout()))
        .contains(words(root.getProperties().get("spec").getDescription()));
  }

  @Test
  void oneCategoryShowsAllKinds() {
    String all = plane.kubectl("get", "paperspace", "--all-namespaces").orFail().stdout();

    for (Class<?> kind : Crds.KINDS) {
      assertThat(all).containsIgnoringCase(kind.getSimpleName() + ".paperspace.com/");
    }
  }

  @ParameterizedTest
  @MethodSource("crds")
  void shortNamesWorkAndColumnsAreInOrder(CustomResourceDefinition crd) {
    String name = crd.getSpec().getNames().getShortNames().get(0);

    String narrow = kubectl("get", name).orFail().stdout();
    String wide = kubectl("get", name, "-o", "wide").orFail().stdout();

    assertThat(narrow.lines().findFirst().orElseThrow())
        .matches("NAME +READY +(SYNCED +)?REASON +.*AGE");
    assertThat(wide.lines().findFirst().orElseThrow().length())
        .isGreaterThan(narrow.lines().findFirst().orElseThrow().length());
  }

  @ParameterizedTest
  @MethodSource("crds")
  void anUnseenObjectIsMarkedAsSuch(CustomResourceDefinition crd) {
    String name = crd.getSpec().getNames().getShortNames().get(0);

    assertThat(
            kubectl("get", name, "-o", "jsonpath={.items[*].status}").orFail().stdout().split(" "))
        .isNotEmpty()
        .containsOnly("{\"observedGeneration\":-1}");
  }

  @Test
  void aStatusSentByUsersIsDropped() {
    create("forged", "status: {id: ps-forged, observedGeneration: 7}", "").orFail();

    assertThat(kubectl("get", "psmachine", "forged", "-o", "jsonpath={.status}").stdout())
        .isEqualTo("{\"observedGeneration\":-1}");
  }

  @Test
  void withoutValidationUnknownFieldsArePruned() {
    create("pruned", "", "colour: red", "--validate=false").orFail();

    assertThat(kubectl("get", "psmachine", "pruned", "-o", "jsonpath={.spec.colour}").stdout())
        .isEmpty();
  }

  @Test
  void deploymentsScaleWithinTheirBounds() {
    String deployment =
        """
        apiVersion: paperspace.com/v1alpha1
        kind: Deployment
        metadata: {name: scaled}
        spec:
          projectId: p1
          image: nginx
          resources:
            machineType: C4
            ports: [80]
            replicas: 1
            autoscaling: {maxReplicas: 3, metrics: []}
        """;
    plane.kubectlFed(deployment, "create", "--namespace", NAMESPACE, "-f", "-").orFail();

    kubectl("scale", "psdeploy/scaled", "--replicas=3").orFail();

    String path = "jsonpath={.spec.resources.replicas} {.metadata.generation}";
    assertThat(kubectl("get", "psdeploy", "scaled", "-o", path).stdout()).isEqualTo("3 2");
    assertThat(kubectl("scale", "psdeploy/scaled", "--replicas=4").stderr())
        .contains("autoscaling.maxReplicas must not be less than replicas");
  }

  @Test
  void theStatusTakesEveryConditionOnceAndRefusesDoubles() {
    create("conditions", "", "").orFail();
    String condition =
        "{\"type\":\"%s\",\"status\":\"True\",\"reason\":\"r\",\"message\":\"\",\"lastTransitionTime\":\"t\",\"observedGeneration\":1}";

    assertThat(
            patchStatus(
                    "conditions",
                    condition.formatted("Ready") + "," + condition.formatted("Synced"))
                .exit())
        .isZero();
    assertThat(
            kubectl("wait", "psmachine/conditions", "--for=condition=Ready", "--timeout=5s").exit())
        .isZero();
    assertThat(
            patchStatus(
                    "conditions", condition.formatted("Ready") + "," + condition.formatted("Ready"))
                .stderr())
        .contains("status.conditions[1]: Duplicate value");
  }

  private Result patchStatus(String machine, String conditions) {
    return kubectl(
        "patch",
        "psmachine",
        machine,
        "--subresource=status",
        "--type=merge",
        "-p",
        "{\"status\":{\"observedGeneration\":1,\"conditions\":[" + conditions + "]}}");
  }

  private Result create(String name, String status, String spec, String... flags) {
    String machine =
        """
        apiVersion: paperspace.com/v1alpha1
        kind: Machine
        metadata: {name: %s}
        %s
        spec:
          machineType: C5
          templateId: t
          region: ny2
          diskSize: 50
          %s
        """
            .formatted(name, status, spec);
    String[] command = {"create", "--namespace", NAMESPACE, "-f", "-"};
    return plane.kubectlFed(
        machine, Stream.concat(Stream.of(command), Stream.of(flags)).toArray(String[]::new));
  }

  private Result kubectl(String... args) {
    return plane.kubectl(
        Stream.concat(Stream.of(args), Stream.of("--namespace", NAMESPACE)).toArray(String[]::new));
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", " ");
  }
}
