package com.paperspace.operator.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.simulator.Simulator;
import com.paperspace.operator.support.ChartRights;
import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The operator as users start it, outside a cluster: {@code java -jar} and some variables. */
@NeedsControlPlane
class JarIT {
  private static final String ALL_BUT_SECRETS =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: all-but-secrets}
      rules:
        - {apiGroups: [paperspace.com, events.k8s.io], resources: ["*"], verbs: ["*"]}
        - {apiGroups: [""], resources: [configmaps, namespaces], verbs: [get, list, watch]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: all-but-secrets}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: all-but-secrets}
      subjects: [{kind: ServiceAccount, name: po, namespace: default}]
      """;

  private final ControlPlane plane;
  private final Simulator cloud = QuickStart.cloud();

  JarIT(ControlPlane plane) {
    this.plane = plane;
    plane.installCrds();
  }

  @AfterEach
  void nothingWasAgainstTheContract() {
    cloud.close();
    assertThat(cloud.violations()).isEmpty();
  }

  @Test
  void doesItsWorkAndStopsCleanly() {
    var here = new Namespace(plane, "e2e-jar");
    try (var jar = OperatorJar.start("jar", variables(here)).untilReady()) {
      here.quickStart();
      assertThat(jar.get("/healthz").status()).isEqualTo(200);
      assertThat(jar.get("/metrics").body()).contains("paperspace_");

      here.kubectl("scale", "psdeploy/hello", "--replicas=2").orFail();
      Namespace.until(
          "the edit in the cloud",
          () -> replicas() == 2 && here.value("psdeploy/hello", ".status.observed").contains("2"));
      here.kubectl("delete", "--timeout=60s", "psmachine/workstation").orFail();
      assertThat(cloud.team("a").machines().size()).isZero();
      here.deleteAll();
      assertThat(QuickStart.count(cloud.team("a"))).isZero();

      jar.signal("TERM");
      assertThat(jar.exitCode()).isIn(0, 143);
      assertThat(jar.log()).as("nothing to worry anyone").doesNotContain("WARN", "ERROR", "\tat ");
      assertThat(jar.log()).as("no key").doesNotContain(QuickStart.KEY);
    }
  }

  @Test
  void takesItsOwnKeyWhereThereIsNoAccount() {
    var here = new Namespace(plane, "e2e-jar-own-key");
    var variables = variables(here);
    variables.put("PAPERSPACE_API_KEY", QuickStart.KEY);
    try (var jar = OperatorJar.start("jar-own-key", variables).untilReady()) {
      here.apply(QuickStart.yamlWithoutAccount());
      QuickStart.OBJECTS.forEach(here::untilReady);

      assertThat(here.value("psproj/quickstart", ".status.account.name")).isEmpty();
      assertThat(here.value("psproj/quickstart", ".status.account.teamId"))
          .isEqualTo(cloud.team("a").id());
      here.deleteAll();
      assertThat(QuickStart.count(cloud.team("a"))).isZero();
      assertThat(jar.log()).doesNotContain("WARN", "ERROR", "\tat ", QuickStart.KEY);
    }
  }

  /** On a control plane of its own: it would look after what other tests have left. */
  @Test
  void withoutTheRightToSecretsItSaysSoInOneLineAndWaits() {
    try (var own = ControlPlane.start()) {
      own.installCrds();
      own.kubectl("create", "serviceaccount", "po", "--namespace=default").orFail();
      own.kubectlFed(ALL_BUT_SECRETS, "apply", "-f", "-").orFail();
      var variables =
          Map.of(
              "KUBECONFIG",
              ChartRights.kubeconfig(own, "default", "po").toString(),
              "PAPERSPACE_API_URL",
              cloud.url().toString());
      try (var jar = OperatorJar.start("jar-no-secrets", variables)) {
        var words = "no right to list and watch secrets in all namespaces";
        Namespace.until("it says what is missing", () -> jar.get("/readyz").body().contains(words));
        assertThat(jar.get("/readyz").status()).isEqualTo(503);
        assertThat(jar.get("/healthz").status()).as("a restart would not help").isEqualTo(200);
        assertThat(jar.log().lines().filter(it -> it.contains("WARN")))
            .singleElement()
            .asString()
            .contains("Watching Secrets of all namespaces failed", "cannot list resource");
        assertThat(jar.log()).doesNotContain("ERROR", "\tat ");

        own.kubectl(
                "create",
                "clusterrolebinding",
                "po-all",
                "--clusterrole=cluster-admin",
                "--serviceaccount=default:po")
            .orFail();
        jar.untilReady();
      }
    }
  }

  @Test
  void noLevelPutsASecretIntoTheLog() {
    var here = new Namespace(plane, "e2e-jar-canary");
    var key = "CANARY+key/of==team-a";
    var greeting = "CANARY \"greeting\" & more+ü";
    cloud.key(key).team("a");
    var variables = variables(here);
    variables.put("LOG_LEVEL", "trace");
    try (var jar = OperatorJar.start("jar-canary", variables).untilReady()) {
      List.of(Fault.INTERNAL_ERROR, Fault.BLOCKED_AT_EDGE, Fault.TRUNCATED_BODY)
          .forEach(fault -> cloud.faults().next("GET", "*", fault));
      here.apply(
          QuickStart.yaml()
              .replace(QuickStart.KEY, "'" + key + "'")
              .replace("hello from a secret", "'" + greeting + "'"));
      QuickStart.OBJECTS.forEach(here::untilReady);
      var secrets =
          Stream.of(key, greeting, decoded(here.value("secret/shared-mount", ".data.password")));
      here.deleteAll();
      assertThat(jar.log())
          .contains("created")
          .doesNotContain(secrets.flatMap(JarIT::spellings).toArray(CharSequence[]::new));
    }
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), UTF_8);
  }

  private static Stream<String> spellings(String secret) {
    assertThat(secret).hasSizeGreaterThan(4);
    var url = URLEncoder.encode(secret, UTF_8);
    return Stream.of(
        secret,
        secret.replace("\"", "\\\""),
        url,
        url.replace("+", "%20"),
        Base64.getEncoder().withoutPadding().encodeToString(secret.getBytes(UTF_8)));
  }

  private int replicas() {
    return cloud
        .team("a")
        .deployments()
        .all()
        .get(0)
        .at("/latestSpec/data/resources/replicas")
        .asInt();
  }

  private Map<String, String> variables(Namespace here) {
    return new HashMap<>(
        Map.of(
            "KUBECONFIG",
            plane.kubeconfig().toString(),
            "PAPERSPACE_API_URL",
            cloud.url().toString(),
            "WATCH_NAMESPACES",
            here.name,
            "SYNC_PERIOD",
            "10s",
            "SLOW_ROUND",
            "2m"));
  }
}
