package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The chart equals the code: CRDs, rights, settings and defaults; and it asks for no more. */
class ChartTest {
  private static final Path CRDS = Path.of("crds");
  private static final String[] EVERYTHING = {
    "--set=replicas=2",
    "--set=apiKey.existingSecret=own",
    "--set=serviceMonitor.enabled=true",
    "--set=prometheusRule.enabled=true",
    "--set=dashboard.enabled=true",
    "--set=networkPolicy.enabled=true",
    "--set=priorityClassName=high",
  };

  /** Annotations of what outlives the release. */
  private static final String KEPT =
      """
      {"argocd.argoproj.io/compare-options":"IgnoreExtraneous",\
      "argocd.argoproj.io/sync-options":"Prune=false","helm.sh/resource-policy":"keep"}""";

  private static final String[] NAMESPACED = {"--set=watchNamespaces={ml,web}"};

  @Test
  void theDeploymentSetsEverySettingAndNothingElse() throws IOException {
    String template = Files.readString(Helm.CHART.resolve("templates/deployment.yaml"));
    Set<String> settings =
        Arrays.stream(Setting.values()).map(Setting::name).collect(Collectors.toSet());
    // As a variable it would be readable by anyone who may read pods.
    settings.remove(Setting.PAPERSPACE_API_KEY.name());

    assertThat(Pattern.compile("- name: ([A-Z_]+)\\n").matcher(template).results())
        .extracting(match -> match.group(1))
        .containsExactlyInAnyOrderElementsOf(settings);
  }

  @Test
  void defaultsAreThoseOfTheCode() throws IOException {
    JsonNode values = Helm.YAML.readTree(Helm.CHART.resolve("values.yaml").toFile());

    assertThat(values.at("/apiUrl").asText()).isEqualTo(Setting.PAPERSPACE_API_URL.byDefault());
    assertThat(values.at("/syncPeriod").asText()).isEqualTo(Setting.SYNC_PERIOD.byDefault());
    assertThat(values.at("/slowRound").asText()).isEqualTo(Setting.SLOW_ROUND.byDefault());
    assertThat(values.at("/reconcileThreads").asText())
        .isEqualTo(Setting.RECONCILE_THREADS.byDefault());
    assertThat(values.at("/log/level").asText()).isEqualTo(Setting.LOG_LEVEL.byDefault());
  }

  @Test
  void theVersionIsThatOfTheProject() throws IOException {
    JsonNode chart = Helm.YAML.readTree(Helm.CHART.resolve("Chart.yaml").toFile());
    MatchResult pom =
        Pattern.compile("<artifactId>paperspace-operator</artifactId>\\s*<version>(.+)</version>")
            .matcher(Files.readString(Path.of("pom.xml")))
            .results()
            .findFirst()
            .orElseThrow();

    assertThat(chart.at("/appVersion").asText()).isEqualTo(pom.group(1));
    assertThat(chart.at("/version").asText()).isEqualTo(pom.group(1));
  }

  @Test
  void everyValueHasASchemaAndNoObjectTakesUnknownOnes() throws IOException {
    JsonNode schema = Helm.YAML.readTree(Helm.CHART.resolve("values.schema.json").toFile());
    JsonNode values = Helm.YAML.readTree(Helm.CHART.resolve("values.yaml").toFile());

    assertThat(undescribed("", values, schema)).isEmpty();
  }

  /** What only a rendered chart shows. */
  @Nested
  class Rendered {
    private final Helm helm = Helm.find();

    @Test
    void lintFindsNothing() {
      Helm.Result result = helm.run("lint", "--strict", Helm.CHART.toString());
      assertThat(result.exit()).describedAs(result.output()).isZero();
    }

    @Test
    void rightsAreExactlyThese() {
      Map<String, Set<String>> expected = new TreeMap<>();
      for (JsonNode crd : crds().values()) {
        String plural = "paperspace.com/" + crd.at("/spec/names/plural").asText();
        expected.put(plural, Set.of("get", "list", "watch", "patch"));
        expected.put(plural + "/status", Set.of("update"));
      }
      expected.put("/secrets", Set.of("get", "list", "watch", "create", "update", "patch"));
      expected.put("/configmaps", Set.of("get", "list", "watch"));
      expected.put("/namespaces", Set.of("get"));
      expected.put("events.k8s.io/events", Set.of("create", "patch"));

      assertThat(rights(operators(ofKind("ClusterRole", helm.objects())))).isEqualTo(expected);
      expected.put(
          "rbac.authorization.k8s.io/rolebindings", Set.of("get", "list", "watch", "patch"));
      assertThat(rights(operators(ofKind("ClusterRole", helm.objects(NAMESPACED)))))
          .isEqualTo(expected);
      assertThat(rights(ofKind("Role", helm.objects())))
          .isEqualTo(
              Map.of("coordination.k8s.io/leases", Set.of("create", "get", "update", "patch")));
    }

    @Test
    void watchingNamespacesNeedsNoClusterWideRight() {
      List<JsonNode> objects = helm.objects(NAMESPACED);

      assertThat(ofKind("ClusterRoleBinding", objects)).isEmpty();
      assertThat(named("po-paperspace-operator-rights", ofKind("RoleBinding", objects)))
          .extracting(binding -> binding.at("/metadata/namespace").asText())
          .containsExactly("ml", "web");
    }

    /** A Role would be deleted with its namespace, before the operator has cleaned up. */
    @Test
    void whatIsBoundInNamespacesOutlivesThemAndTheReleaseAndReachesItsOwnBindingOnly() {
      List<JsonNode> objects = helm.objects(NAMESPACED);
      JsonNode role = operators(ofKind("ClusterRole", objects)).get(0);

      assertThat(role.at("/metadata/annotations")).hasToString(KEPT);
      assertThat(named("po-paperspace-operator-rights", ofKind("RoleBinding", objects)))
          .extracting(binding -> binding.at("/roleRef/kind").asText())
          .containsExactly("ClusterRole", "ClusterRole");
      assertThat(role.get("rules"))
          .filteredOn(rule -> rule.at("/resources/0").asText().equals("rolebindings"))
          .extracting(rule -> rule.get("resourceNames").toString())
          .containsExactly("[\"po-paperspace-operator-rights\"]");
    }

    @Test
    void tenantsGetRightsByTheClustersOwnRolesAndNoneOnStatusOrFinalizers() {
      List<JsonNode> tenants =
          ofKind("ClusterRole", helm.objects()).stream()
              .filter(role -> role.at("/metadata/labels").toString().contains("aggregate-to"))
              .toList();

      assertThat(tenants)
          .extracting(role -> role.at("/metadata/name").asText())
          .containsExactlyInAnyOrder(
              "ops-po-paperspace-operator-view", "ops-po-paperspace-operator-edit");
      Map<String, Set<String>> rights = rights(tenants);
      for (JsonNode crd : crds().values()) {
        String plural = "paperspace.com/" + crd.at("/spec/names/plural").asText();
        assertThat(rights.get(plural))
            .containsExactlyInAnyOrder(
                "get", "list", "watch", "create", "update", "patch", "delete", "deletecollection");
        assertThat(rights.get(plural + "/status"))
            .containsExactlyInAnyOrder("get", "list", "watch");
        assertThat(rights).doesNotContainKey(plural + "/finalizers");
        assertThat(rights.containsKey(plural + "/scale"))
            .isEqualTo(crd.at("/spec/versions/0/subresources").has("scale"));
      }
      assertThat(
              rights(
                  tenants.stream()
                      .filter(role -> role.at("/metadata/labels").toString().contains("to-view"))
                      .toList()))
          .allSatisfy((what, verbs) -> assertThat(verbs).isSubsetOf("get", "list", "watch"));
      assertThat(ofKind("ClusterRole", helm.objects("--set=rbac.aggregatedRoles=false")))
          .hasSize(1);
    }

    @Test
    void everyBindingNamesARoleAndTheAccountOfThePod() {
      List<JsonNode> objects = new ArrayList<>(helm.objects());
      objects.addAll(helm.objects(NAMESPACED));
      Set<String> roles =
          Stream.concat(ofKind("Role", objects).stream(), ofKind("ClusterRole", objects).stream())
              .map(role -> role.at("/metadata/name").asText())
              .collect(Collectors.toSet());
      String account =
          ofKind("Deployment", objects)
              .get(0)
              .at("/spec/template/spec/serviceAccountName")
              .asText();

      assertThat(ofKind("ServiceAccount", objects).get(0).at("/metadata/name").asText())
          .isEqualTo(account);
      for (String kind : List.of("RoleBinding", "ClusterRoleBinding")) {
        for (JsonNode binding : ofKind(kind, objects)) {
          assertThat(roles).contains(binding.at("/roleRef/name").asText());
          assertThat(binding.at("/subjects/0/name").asText()).isEqualTo(account);
          assertThat(binding.at("/subjects/0/namespace").asText()).isEqualTo("ops");
        }
      }
    }

    @Test
    void thePodIsAdmittedUnderRestricted() {
      JsonNode pod =
          ofKind("Deployment", helm.objects(EVERYTHING)).get(0).at("/spec/template/spec");
      JsonNode container = pod.at("/containers/0");

      assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
      assertThat(pod.at("/securityContext/runAsUser").asInt()).isPositive();
      assertThat(pod.at("/securityContext/seccompProfile/type").asText())
          .isEqualTo("RuntimeDefault");
      assertThat(pod.has("hostNetwork") || pod.has("hostPID") || pod.has("hostIPC")).isFalse();
      assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
          .isFalse();
      assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
      assertThat(container.at("/securityContext/capabilities/drop")).hasToString("[\"ALL\"]");
      assertThat(container.at("/resources/limits").size()).isEqualTo(2);
      assertThat(container.at("/resources/requests").size()).isEqualTo(2);
      assertThat(pod.at("/volumes"))
          .allMatch(volume -> volume.has("emptyDir") || volume.has("secret"));
      assertThat(container.at("/volumeMounts"))
          .extracting(mount -> mount.at("/mountPath").asText())
          .containsExactly("/tmp", "/etc/paperspace");
    }

    @Test
    void thereIsNoSecretAndNoKeyInAVariable() {
      List<JsonNode> objects = helm.objects(EVERYTHING);

      assertThat(ofKind("Secret", objects)).isEmpty();
      JsonNode env =
          ofKind("Deployment", objects).get(0).at("/spec/template/spec/containers/0/env");
      assertThat(env)
          .extracting(variable -> variable.at("/name").asText())
          .contains("PAPERSPACE_API_KEY_FILE")
          .doesNotContain("PAPERSPACE_API_KEY");
    }

    @Test
    void theSettingsItGivesAreOnesTheOperatorTakes() {
      JsonNode env =
          ofKind("Deployment", helm.objects(NAMESPACED))
              .get(0)
              .at("/spec/template/spec/containers/0/env");
      Map<String, String> given =
          StreamSupport.stream(env.spliterator(), false)
              .collect(Collectors.toMap(v -> v.at("/name").asText(), v -> v.at("/value").asText()));

      OperatorConfig config = OperatorConfig.from(s -> given.getOrDefault(s.name(), s.byDefault()));
      assertThat(config.watchNamespaces()).containsExactlyInAnyOrder("ml", "web");
      assertThat(config.roleBinding()).contains("po-paperspace-operator-rights");
      assertThat(config.leaderElection()).isTrue();
      assertThat(env)
          .filteredOn(v -> v.at("/name").asText().equals("LEADER_ELECTION_NAMESPACE"))
          .extracting(v -> v.at("/valueFrom/fieldRef/fieldPath").asText())
          .containsExactly("metadata.namespace");
      assertThat(config.leaderElectionLease()).isEqualTo("po-paperspace-operator");
      assertThat(config.logFormat()).isEqualTo("json");
    }

    @Test
    void crdsAreThoseOfTheProjectAndStayWhenTheChartGoes() {
      Map<String, JsonNode> rendered = new TreeMap<>();
      for (JsonNode crd : ofKind("CustomResourceDefinition", helm.objects())) {
        ObjectNode metadata = (ObjectNode) crd.get("metadata");
        assertThat(metadata.remove("annotations")).hasToString(KEPT);
        rendered.put(metadata.get("name").asText(), crd);
      }

      assertThat(rendered.keySet()).isEqualTo(crds().keySet());
      crds()
          .forEach(
              (name, crd) ->
                  assertThat(sameButForNumbers(crd, rendered.get(name)))
                      .describedAs(name)
                      .isTrue());
      assertThat(ofKind("CustomResourceDefinition", helm.objects("--set=crds.install=false")))
          .isEmpty();
    }

    @Test
    void someKindsComeWithTheirRightsAndCrdsAlone() {
      List<JsonNode> objects = helm.objects("--set=kinds={Machine,SharedDrive}");
      List<String> plurals = List.of("machines", "paperspaceaccounts", "shareddrives");

      assertThat(ofKind("CustomResourceDefinition", objects))
          .extracting(crd -> crd.at("/spec/names/plural").asText())
          .containsExactlyInAnyOrderElementsOf(plurals);
      assertThat(rights(ofKind("ClusterRole", objects)).keySet())
          .filteredOn(it -> it.startsWith("paperspace.com/"))
          .allMatch(it -> plurals.contains(it.replaceFirst("[^/]*/", "").replaceFirst("/.*", "")));
      assertThat(ofKind("Deployment", objects).get(0).toString())
          .contains("\"KINDS\",\"value\":\"Machine,SharedDrive\"");
    }

    @Test
    void optionalPartsComeOnlyWhenAskedFor() {
      List<String> optional = List.of("PodDisruptionBudget", "NetworkPolicy", "ServiceMonitor");

      assertThat(helm.objects()).noneMatch(o -> optional.contains(o.at("/kind").asText()));
      assertThat(helm.objects(EVERYTHING))
          .extracting(o -> o.at("/kind").asText())
          .containsAll(optional);
    }

    @Test
    void withoutLeaderElectionTwoNeverRunAtOnce() {
      List<JsonNode> objects = helm.objects("--set=leaderElection.enabled=false");

      assertThat(ofKind("Deployment", objects).get(0).at("/spec/strategy/type").asText())
          .isEqualTo("Recreate");
      assertThat(ofKind("Role", objects)).isEmpty();
    }
  }

  private static List<JsonNode> ofKind(String kind, List<JsonNode> objects) {
    return objects.stream().filter(o -> o.at("/kind").asText().equals(kind)).toList();
  }

  /** Without those that are for tenants. */
  private static List<JsonNode> operators(List<JsonNode> roles) {
    return roles.stream()
        .filter(role -> !role.at("/metadata/labels").toString().contains("aggregate-to"))
        .toList();
  }

  private static List<JsonNode> named(String name, List<JsonNode> objects) {
    return objects.stream().filter(o -> o.at("/metadata/name").asText().equals(name)).toList();
  }

  /** Verbs by group/resource. */
  private static Map<String, Set<String>> rights(List<JsonNode> roles) {
    Map<String, Set<String>> rights = new TreeMap<>();
    for (JsonNode role : roles) {
      for (JsonNode rule : role.get("rules")) {
        for (JsonNode resource : rule.get("resources")) {
          Set<String> verbs =
              rights.computeIfAbsent(
                  rule.at("/apiGroups/0").asText() + "/" + resource.asText(),
                  key -> new TreeSet<>());
          rule.get("verbs").forEach(verb -> verbs.add(verb.asText()));
        }
      }
    }
    return rights;
  }

  private static Map<String, JsonNode> crds() {
    Map<String, JsonNode> crds = new TreeMap<>();
    try (Stream<Path> paths = Files.list(CRDS)) {
      for (Path path : paths.toList()) {
        JsonNode crd = Helm.YAML.readTree(path.toFile());
        crds.put(crd.at("/metadata/name").asText(), crd);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return crds;
  }

  /** Helm writes 24.0 as 24. */
  private static boolean sameButForNumbers(JsonNode one, JsonNode other) {
    return one.equals(
        (a, b) -> a.equals(b) || (a.isNumber() && a.asDouble() == b.asDouble()) ? 0 : 1, other);
  }

  private static List<String> undescribed(String path, JsonNode values, JsonNode schema) {
    List<String> missing = new ArrayList<>();
    if (schema.has("properties") && schema.at("/additionalProperties").asBoolean(true)) {
      missing.add(path + " takes unknown values");
    }
    values
        .properties()
        .forEach(
            entry -> {
              String name = path + "/" + entry.getKey();
              JsonNode part = schema.at("/properties/" + entry.getKey());
              if (part.isMissingNode()) {
                missing.add(name);
              } else if (part.has("properties")) {
                missing.addAll(undescribed(name, entry.getValue(), part));
              }
            });
    return missing;
  }
}
