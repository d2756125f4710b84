package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people adapt: each value arrives where it belongs, and what must hold still holds. */
class ChartKnobsTest {
  private final Helm helm = Helm.find();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "extraEnv[0].name=A,extraEnv[0].value=b | containers/0/env/15 | {name: A, value: b}",
        "extraArgs={--log-level=debug} | containers/0/args | [--log-level=debug]",
        "extraVolumes[0].name=ca | volumes/1 | {name: ca}",
        "extraVolumeMounts[0].name=ca,extraVolumeMounts[0].mountPath=/ca"
            + " | containers/0/volumeMounts/1 | {name: ca, mountPath: /ca}",
        "proxy.url=http://p:1,proxy.noProxy={a,10.0.0.0/8} | containers/0/env/2"
            + " | {name: NO_PROXY, value: '$(KUBERNETES_SERVICE_HOST),a,10.0.0.0/8'}",
        "proxy.url=http://p:1 | containers/0/env/1 | {name: HTTPS_PROXY, value: 'http://p:1'}",
        "proxy.existingSecret=out | containers/0/env/1/valueFrom"
            + " | {secretKeyRef: {name: out, key: httpsProxy}}",
        "caBundle.existingConfigMap=ours,caBundle.key=a.pem | volumes/1/configMap"
            + " | {name: ours, items: [{key: a.pem, path: ca.crt}]}",
        "caBundle.existingConfigMap=ours | containers/0/env/1"
            + " | {name: PAPERSPACE_CA_FILE, value: /etc/paperspace-ca/ca.crt}",
        "podSecurityContext.runAsUser=7 | securityContext/runAsUser | 7",
        "podSecurityContext.fsGroup=null | securityContext/fsGroup |",
        "containerSecurityContext.runAsUser=7 | containers/0/securityContext/runAsUser | 7",
        "replicas=1 | affinity |",
        "nodeSelector.a=b | nodeSelector | {kubernetes.io/os: linux, a: b}",
        "hostAliases[0].ip=1.2.3.4,hostAliases[0].hostnames={a} | hostAliases"
            + " | [{ip: 1.2.3.4, hostnames: [a]}]",
        "dnsPolicy=None,dnsConfig.nameservers={1.2.3.4} | dnsConfig | {nameservers: [1.2.3.4]}",
        "dnsPolicy=None | dnsPolicy | None",
        "initContainers[0].name=a,initContainers[0].image=b | initContainers"
            + " | [{name: a, image: b}]",
        "extraContainers[0].name=a,extraContainers[0].image=b | containers/1 | {name: a, image: b}",
        "affinity.nodeAffinity.x=1,replicas=2 | affinity | {nodeAffinity: {x: 1}}",
        "replicas=2 | affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/0/"
            + "podAffinityTerm/labelSelector/matchLabels"
            + " | {app.kubernetes.io/name: paperspace-operator, app.kubernetes.io/instance: po}",
      })
  void aValueOfThePodArrives(String values, String where, String expected) throws Exception {
    JsonNode pod = pod(helm.objects("--set", values));

    assertThat(pod.at("/" + where))
        .isEqualTo(
            expected == null ? JsonNode.class.cast(pod.at("/no")) : Helm.YAML.readTree(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "replicas=2, maxUnavailable: 1",
    "podDisruptionBudget.maxUnavailable=50%, maxUnavailable: 50%",
    "podDisruptionBudget.minAvailable=1, minAvailable: 1",
  })
  void theDisruptionBudgetIsTheOneThatIsSaid(String value, String expected) throws Exception {
    var budget = only("PodDisruptionBudget", helm.objects("--set=replicas=2", "--set", value));

    JsonNode spec = ((ObjectNode) budget.get("spec")).without("selector");
    var always = "\nunhealthyPodEvictionPolicy: AlwaysAllow";
    assertThat(spec).isEqualTo(Helm.YAML.readTree(expected + always));
  }

  @Test
  void theHealthCheckForArgoCdIsThatOfItsFile() throws Exception {
    var map = only("ConfigMap", helm.objects("--set=argoCd.healthChecks=true"));
    var rules = Helm.YAML.readTree(map.at("/data/resource.customizations").asText());

    assertThat(rules.at("/paperspace.com~1*/health.lua").asText().strip())
        .isEqualTo(Files.readString(Helm.CHART.resolve("files/health.lua")).strip());
  }

  @Test
  void onOpenShiftNothingSaysAUserOrAGroupAndTheRestStays() {
    for (var more : List.of("", "podSecurityContext.supplementalGroups={7},")) {
      JsonNode pod = pod(helm.objects("--set", more + "openshift=true"));
      assertThat(pod.toString()).doesNotContain("runAsUser", "roup\"", "roups\"");
      assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
      assertThat(pod.at("/securityContext/seccompProfile/type").asText())
          .isEqualTo("RuntimeDefault");
      assertThat(pod.at("/containers/0/securityContext/capabilities/drop/0").asText())
          .isEqualTo("ALL");
    }
    assertThat(pod(helm.objects()).toString()).contains("runAsUser", "runAsGroup", "fsGroup");
  }

  @Test
  void theDashboardIsFoundByGrafanaAndByWhateverElseIsSaid() throws Exception {
    String[] values = {
      "--set=dashboard.enabled=true",
      "--set=dashboard.labels.team=ml,dashboard.annotations.grafana_folder=GPU"
    };
    JsonNode map = only("ConfigMap", helm.objects(values));

    assertThat(map.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
    assertThat(map.at("/metadata/labels/team").asText()).isEqualTo("ml");
    assertThat(map.at("/metadata/annotations/grafana_folder").asText()).isEqualTo("GPU");
    assertThat(Helm.YAML.readTree(map.at("/data/paperspace-operator.json").asText()))
        .isEqualTo(Helm.YAML.readTree(Helm.CHART.resolve("files/dashboard.json").toFile()));
  }

  @ParameterizedTest
  @CsvSource({"dashboard, ConfigMap", "prometheusRule, PrometheusRule"})
  void whatGrafanaAndPrometheusReadMayStandWithThem(String what, String kind) {
    var enabled = "--set=" + what + ".enabled=true";
    assertThat(only(kind, helm.objects(enabled)).at("/metadata/namespace").asText())
        .isEqualTo("ops");
    var there = helm.objects(enabled, "--set=" + what + ".namespace=monitoring");
    assertThat(only(kind, there).at("/metadata/namespace").asText()).isEqualTo("monitoring");
  }

  @Test
  void commonLabelsAndAnnotationsAreOnEverythingAndChangeNoSelector() {
    for (var mode : List.of("watchNamespaces={ml}", "rbac.create=true")) {
      var objects = helm.objects(all(mode));
      assertThat(objects).hasSizeGreaterThan(20);
      for (var object : objects) {
        isMarked(object.at("/metadata"));
      }
      JsonNode deployment = only("Deployment", objects);
      isMarked(deployment.at("/spec/template/metadata"));
      assertThat(deployment.at("/spec/selector/matchLabels").has("team")).isFalse();
      assertThat(deployment.at("/spec/selector/matchLabels/app.kubernetes.io~1name"))
          .isEqualTo(deployment.at("/spec/template/metadata/labels/app.kubernetes.io~1name"));
    }
  }

  /** So that a part that comes only when asked for is looked at above. */
  @Test
  void nothingOfTheChartIsLeftOutOfAll() throws Exception {
    var rendered = helm.template(all("rbac.create=true")).output();
    try (var files = Files.walk(Helm.CHART.resolve("templates"))) {
      assertThat(files.map(it -> Helm.CHART.relativize(it).toString()))
          .filteredOn(it -> it.endsWith(".yaml"))
          .filteredOn(it -> !rendered.contains("# Source: paperspace-operator/" + it))
          .as("what makes no object")
          .containsExactly("templates/habits.yaml");
    }
  }

  private static String[] all(String mode) {
    return new String[] {"--values=" + Helm.EVERYTHING, "--set=" + mode};
  }

  private static void isMarked(JsonNode metadata) {
    assertThat(metadata.at("/labels/team").asText()).as("%s", metadata).isEqualTo("ml");
    assertThat(metadata.at("/annotations/owner").asText()).as("%s", metadata).isEqualTo("me");
  }

  @Test
  void whatBelongsToOneObjectWinsOverWhatIsCommon() {
    JsonNode meta =
        only(
                "Deployment",
                helm.objects(
                    "--set=commonLabels.a=common,podLabels.a=pod",
                    "--set=commonAnnotations.b=common",
                    "--set=podAnnotations.b=pod"))
            .at("/spec/template/metadata");

    assertThat(meta.at("/labels/a").asText()).isEqualTo("pod");
    assertThat(meta.at("/annotations/b").asText()).isEqualTo("pod");
  }

  @Test
  void crdsTakeAnnotationsAndAreKeptUnlessSaidOtherwise() {
    JsonNode kept = only("CustomResourceDefinition", helm.objects("--set=crds.annotations.a=b"));
    assertThat(kept.at("/metadata/annotations/a").asText()).isEqualTo("b");
    assertThat(kept.at("/metadata/annotations/helm.sh~1resource-policy").asText())
        .isEqualTo("keep");
    JsonNode going = only("CustomResourceDefinition", helm.objects("--set=crds.keep=false"));
    assertThat(going.at("/metadata/annotations").isMissingNode()).isTrue();
  }

  /** To Argo CD Helm's annotation says nothing of what a sync may prune. */
  @ParameterizedTest
  @CsvSource({"crds.annotations, CustomResourceDefinition", "commonAnnotations, ClusterRole"})
  void whatIsKeptIsNotPrunedByArgoCdWhateverOptionsOfItAreGiven(String values, String kind) {
    var option = values + ".argocd\\.argoproj\\.io/sync-options=";
    JsonNode kept =
        only(kind, helm.objects("--set=watchNamespaces={ml}", "--set=" + option + "Replace=true"));
    assertThat(kept.at("/metadata/annotations/argocd.argoproj.io~1sync-options").asText())
        .isEqualTo("Replace=true,Prune=false");
    assertThat(kept.at("/metadata/annotations/argocd.argoproj.io~1compare-options").asText())
        .isEqualTo("IgnoreExtraneous");
  }

  @Test
  void extraObjectsAreObjectsOrTextsAndFilledIn() {
    assertThat(
            helm.objects(
                "--set-json",
                "extraObjects=[{\"kind\":\"A\",\"metadata\":{\"name\":\"{{ .Release.Name }}-a\"}},"
                    + "\"kind: B\\nmetadata: {name: {{ .Release.Namespace }}-b}\"]"))
        .extracting(it -> it.at("/metadata/name").asText())
        .contains("po-a", "ops-b");
  }

  /** YAML takes n, on and 123 for something else than texts. */
  @ParameterizedTest
  @ValueSource(strings = {"n", "on", "123"})
  void namesThatLookLikeSomethingElseStayTexts(String name) throws Exception {
    var result =
        helm.run(
            "template",
            name,
            Helm.CHART.toString(),
            "--namespace=" + name,
            "--set=fullnameOverride=po",
            "--set=watchNamespaces[0]=x" + name);
    assertThat(result.exit()).as(result.output()).isZero();
    try (var documents =
        Helm.YAML.readerFor(JsonNode.class).<JsonNode>readValues(result.output())) {
      for (var object : documents.readAll()) {
        for (var where :
            List.of("/metadata/namespace", "/metadata/labels/app.kubernetes.io~1instance")) {
          var node = object.at(where);
          assertThat(node.isMissingNode() || node.isTextual())
              .as("%s of %s", where, object)
              .isTrue();
        }
      }
    }
    assertThat(result.output()).contains("app.kubernetes.io/instance: \"" + name + "\"");
  }

  /**
   * Names of cluster-wide objects may have 253 characters; cut to 63 they were those of another
   * release.
   */
  @ParameterizedTest
  @ValueSource(strings = {"rbac.create=true", "watchNamespaces={ml}"})
  void releasesOfALongNamespaceShareNoName(String mode) {
    var one = clusterWide("blue", mode);
    assertThat(one).isNotEmpty().doesNotContainAnyElementsOf(clusterWide("green", mode));
  }

  private List<String> clusterWide(String colour, String mode) {
    return helm
        .objects(
            "--namespace=" + "n".repeat(58),
            "--set=fullnameOverride=paperspace-operator-" + colour,
            "--set=deletionProtection.enabled=true,crds.install=false," + mode)
        .stream()
        .filter(it -> !it.at("/metadata").has("namespace"))
        .map(it -> it.at("/kind").asText() + " " + it.at("/metadata/name").asText())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "strategy.type=Recreate | {type: Recreate}",
        "strategy.rollingUpdate.maxSurge=2 | {rollingUpdate: {maxSurge: 2}}",
      })
  void aStrategyIsTakenAsItIs(String value, String expected) throws Exception {
    assertThat(only("Deployment", helm.objects("--set", value)).at("/spec/strategy"))
        .isEqualTo(Helm.YAML.readTree(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "extraEnv[0].name=SYNC_PERIOD,extraEnv[0].value=1m | SYNC_PERIOD is set by a value",
        "extraEnv[0].name=PAPERSPACE_API_KEY,extraEnv[0].value=k | must not stand in the values",
        "leaderElection.enabled=false,strategy.type=RollingUpdate | it must be Recreate",
        "extraEnv[0].name=https_proxy,extraEnv[0].value=x | https_proxy is set by a value",
        "extraArgs={debug} | extraArgs",
        "podDisruptionBudget.minAvailable=0 | minAvailable",
        "extraArgs={--paperspace-api-key=k} | must not stand in the values",
        "extraArgs={--leader-election=false},replicas=2 | extraArgs: --leader-election is set by",
        "proxy.url=http://p:1,proxy.existingSecret=p | exclude each other",
        "prometheusRule.enabled=true,prometheusRule.usageRateAbove=1,objectMetrics=false"
            + " | usageRateAbove needs objectMetrics",
      })
  void whatCannotWorkIsRefusedByName(String values, String words) {
    Helm.Result result = helm.template("--set", values);

    assertThat(result.exit()).isNotZero();
    assertThat(result.output()).contains(words);
  }

  /** So that a new setting in the template is refused here too, as a variable and as a flag. */
  @Test
  void everyVariableOfTheTemplateIsRefusedAsAnExtraOne() {
    var free = new TreeSet<String>();
    for (var variable :
        pod(helm.objects(
                "--set=apiKey.existingSecret=own,caBundle.existingConfigMap=ca",
                "--set=proxy.url=http://p:1"))
            .at("/containers/0/env")) {
      var name = variable.at("/name").asText();
      assertThat(helm.template("--set", "extraEnv[0].name=" + name).output())
          .contains("extraEnv: " + name);
      var flag = "--" + name.toLowerCase(Locale.ROOT).replace('_', '-');
      if (!helm.template("--set", "extraArgs={" + flag + "=x}")
          .output()
          .contains(flag + " is set")) {
        free.add(name);
      }
    }
    assertThat(free)
        .containsExactly(
            "LOG_FORMAT",
            "LOG_LEVEL",
            "RECONCILE_THREADS",
            "SLOW_ROUND",
            "SYNC_PERIOD",
            "SYNC_PERIODS");
  }

  private static JsonNode pod(List<JsonNode> objects) {
    return only("Deployment", objects).at("/spec/template/spec");
  }

  private static JsonNode only(String kind, List<JsonNode> objects) {
    return objects.stream()
        .filter(o -> o.at("/kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }
}
