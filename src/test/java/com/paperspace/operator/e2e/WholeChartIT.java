package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.support.Binaries;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import com.paperspace.operator.support.Result;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All that the chart can make is known, field by field, to those who read it. */
@NeedsControlPlane
class WholeChartIT {
  private static final String OF_PROMETHEUS = "apiVersion: monitoring.coreos.com/";

  private final ControlPlane plane;
  @TempDir private Path folder;

  WholeChartIT(ControlPlane plane) {
    this.plane = plane;
  }

  @BeforeEach
  void prepare() {
    Binaries.orSkip("helm");
    Binaries.orSkip("kube-controller-manager");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rbac.create=true", "watchNamespaces={ml,web}"})
  void theServerTakesEveryField(String mode) {
    apply(others(rendered(mode))).orFail();
  }

  /** Else the test above holds nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "terminationGracePeriodSeconds",
        "ipFamilyPolicy",
        "podSelector",
        "maxUnavailable",
        "validationActions",
        "resourceNames",
      })
  void theServerRefusesAFieldByAnotherName(String field) {
    var wrong = field.replaceFirst(".$", "X");

    assertThat(apply(misnamed(field, wrong, others(rendered("crds.install=false")))).stderr())
        .contains(wrong);
  }

  @Test
  void prometheusTakesEveryFieldOfItsOwn() {
    var objects = ofPrometheus(rendered("crds.install=false"));

    assertThat(objects).hasSize(2);
    objects.forEach(it -> monitoring(it).orFail());
  }

  @ParameterizedTest
  @ValueSource(strings = {"honorLabels", "scrapeTimeout", "sourceLabels", "expr"})
  void prometheusRefusesAFieldByAnotherName(String field) {
    var wrong = field.replaceFirst(".$", "X");

    assertThat(ofPrometheus(rendered("crds.install=false")))
        .filteredOn(it -> it.contains(field + ":"))
        .singleElement()
        .satisfies(
            it -> assertThat(monitoring(misnamed(field, wrong, it)).stderr()).contains(wrong));
  }

  private static String misnamed(String field, String wrong, String objects) {
    assertThat(objects).contains(field + ":");
    return objects.replace(field + ":", wrong + ":");
  }

  private List<String> rendered(String value) {
    var rendered =
        plane.helm(
            "template",
            "whole",
            "helm/paperspace-operator",
            "--namespace=whole",
            "--values=src/test/resources/chart-everything.yaml",
            "--set=" + value);
    return List.of(rendered.orFail().stdout().split("(?m)^---$"));
  }

  private static String others(List<String> objects) {
    return String.join("---", objects.stream().filter(it -> !it.contains(OF_PROMETHEUS)).toList());
  }

  private static List<String> ofPrometheus(List<String> objects) {
    return objects.stream().filter(it -> it.contains(OF_PROMETHEUS)).toList();
  }

  /** Server-side, for a CRD does not fit into the annotation another apply makes. */
  private Result apply(String objects) {
    plane.installCrds();
    List<String> namespaces = new ArrayList<>();
    for (var name : List.of("whole", "monitoring", "ml", "web")) {
      namespaces.add("{apiVersion: v1, kind: Namespace, metadata: {name: " + name + "}}");
    }
    plane.kubectlFed(String.join("\n---\n", namespaces), "apply", "-f", "-").orFail();
    return plane.kubectlFed(
        objects,
        "apply",
        "--server-side",
        "--force-conflicts",
        "--dry-run=server",
        "--validate=strict",
        "-f",
        "-");
  }

  private Result monitoring(String object) {
    var program = Binaries.orSkip("monitoring").toString();
    var json = Serialization.asJson(Serialization.unmarshal(object, Object.class));
    return Result.of(List.of(program), folder, json);
  }
}
