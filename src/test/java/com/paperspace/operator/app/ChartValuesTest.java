package com.paperspace.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart refuses, so that it is not found out by a pod that never comes up. */
class ChartValuesTest {
  private final Helm helm = Helm.find();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "watchNamespace={ml}",
        "kinds={machine}",
        "kinds={Machine,Machine}",
        "kinds={Machines}",
        "apiKey.value=secret",
        "apiUrl=http://api.paperspace.com/v1",
        "fullnameOverride=A_B",
        "fullnameOverride=1st",
        "fullnameOverride=ends-",
        "nameOverride=My",
        "apiKey.existingSecret=UPPER",
        "apiKey.existingSecret=a..b",
        "apiKey.key=a b",
        "serviceAccount.name=a_b",
        "priorityClassName=High",
        "replicas=2,leaderElection.enabled=false",
        "serviceAccount.create=false",
        "image.digest=latest",
        "proxy.url=https://p:1",
        "proxy.url=http://p",
        "proxy.url=http://me:secret@p:1",
        "proxy.noProxy={a b}",
        "service.ipFamilyPolicy=Both",
        "service.ipFamilies={IPv6,IPv6}",
        "image.repository=ghcr.io/me/op:1.2",
        "image.repository=ghcr.io/me/",
        "image.tag=:1.2",
      })
  void badValuesAreRefused(String values) {
    assertThat(helm.template("--set", values).exit()).isNotZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "networkPolicy.enabled=true,networkPolicy.egressPorts=null"
            + " | networkPolicy.egressPorts: there is nothing in it",
        "replicas=2,podDisruptionBudget.maxUnavailable=null"
            + " | podDisruptionBudget.maxUnavailable: there is nothing in it",
        "apiKey.existingSecret=k,apiKey.key=null | apiKey.key: there is nothing in it",
        "watchNamespaces=null | watchNamespaces: there is nothing in it",
        "commonLabels=null | commonLabels: there is nothing in it",
        "proxy=null | proxy: there is nothing in it",
        "crds.keep=null | crds.keep: there is nothing in it",
        "kinds={machine} | kinds: there is no kind machine; there are: ContainerRegistry,",
        "rbac.create=false,rbac.aggregatedRoles=false,crds.install=false,kinds={Machines}"
            + " | kinds: there is no kind Machines;",
        "extraArgs={--v=2} | extraArgs: the operator would not start with --v=2;",
        "extraArgs={--log-level} | extraArgs: the operator would not start with --log-level;",
        "apiKey.existingSecret=k,extraEnv[0].name=PAPERSPACE_API_KEY"
            + " | extraEnv: PAPERSPACE_API_KEY and apiKey.existingSecret exclude each other",
        "extraEnv[0].name=A,extraEnv[1].name=A | extraEnv: A stands there twice",
      })
  void whatWouldGoWrongLaterIsRefusedByItsName(String values, String said) {
    Helm.Result result = helm.template("--set", values);

    assertThat(result.exit()).isNotZero();
    assertThat(result.output()).contains(said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "crds.annotations=null,dashboard.enabled=true,dashboard.labels=null",
        "replicas=2,podDisruptionBudget.minAvailable=1,podDisruptionBudget.maxUnavailable=null",
        "image.pullPolicy=null,networkPolicy.egressPorts=null,serviceMonitor.interval=null",
        "image.repository=[fd00::1]:5000/a/b",
        "image.repository=localhost:5000/a",
        "global.imageRegistry=ghcr.io",
      })
  void whatDoesNoHarmIsTaken(String values) {
    assertThat(helm.objects("--set", values)).isNotEmpty();
  }

  @Test
  void aTagMayHaveItsDigestWithIt() {
    var tag = "v1@sha256:" + "0".repeat(64);
    assertThat(helm.template("--set=image.tag=" + tag).output())
        .contains("image: \"paperspace-operator:" + tag + "\"");
  }

  /** Helm takes a default away where a value is there and empty, before the schema looks. */
  @Test
  void whatMustNotBeEmptyIsThereByDefault() throws IOException {
    var values = Helm.YAML.readTree(Helm.CHART.resolve("values.yaml").toFile());
    var helpers = Files.readString(Helm.CHART.resolve("templates/_helpers.tpl"));
    var check = helpers.substring(helpers.indexOf("operator.checkFilled"));
    var names =
        Pattern.compile("\"([\\w.]+)\"")
            .matcher(check.lines().skip(1).findFirst().orElseThrow())
            .results();

    assertThat(names.map(it -> it.group(1).replace('.', '/')))
        .hasSizeGreaterThan(30)
        .allSatisfy(it -> assertThat(values.at("/" + it).isMissingNode()).as(it).isFalse());
  }

  @ParameterizedTest
  @ValueSource(strings = {"my.rel", "1st"})
  void aReleaseWhoseServiceWouldBeRefusedNeedsAnotherName(String release) {
    assertThat(helm.templateOf(release).output()).contains("fullnameOverride: the name of this");
    assertThat(helm.templateOf(release, "--set=fullnameOverride=po").exit()).isZero();
  }

  /** As the condition of a dependency; Helm hands it on to the chart. */
  @Test
  void aParentChartMaySwitchItOn() {
    assertThat(helm.objects("--set=enabled=true")).isNotEmpty();
    assertThat(helm.template("--set=enabled=1").exit()).isNotZero();
  }

  @Test
  void anUnknownKindIsToldWhatThereIs() {
    assertThat(helm.template("--set", "kinds={Machines}").output())
        .contains(
            "kinds: there is no kind Machines; there are: ContainerRegistry, CustomTemplate,");
  }

  /** The schema alone would say that it is not allowed, and not what is. */
  @ParameterizedTest
  @MethodSource("habits")
  void aNameOfHabitIsRefusedWithTheRightOne(String habit, String name) {
    Helm.Result result = helm.template("--set", habit + "=true");

    assertThat(result.exit()).isNotZero();
    assertThat(result.output()).contains(habit + ": there is no such value here, it is " + name);
  }

  static Stream<Arguments> habits() throws IOException {
    return Helm.YAML
        .readTree(Helm.CHART.resolve("files/habits.yaml").toFile())
        .properties()
        .stream()
        .map(it -> Arguments.of(it.getKey(), it.getValue().asText()));
  }

  @Test
  void whatANameOfHabitLeadsToIsThere() throws IOException {
    var values = Helm.YAML.readTree(Helm.CHART.resolve("values.yaml").toFile());

    assertThat(habits())
        .allSatisfy(
            it -> {
              for (var name :
                  it.get()[1].toString().replaceFirst(",.*", "").split(" and | or ", -1)) {
                assertThat(values.at("/" + name.replace('.', '/')).isMissingNode())
                    .as(name)
                    .isFalse();
              }
            });
  }

  @Test
  void namesKubernetesTakesAreTaken() {
    assertThat(
            helm.objects(
                "--set=nameOverride=1st-op,fullnameOverride=po-2,priorityClassName=high.1",
                "--set=apiKey.existingSecret=keys.team-a,apiKey.key=Api_Key.v1",
                "--set=serviceAccount.name=runs-it"))
        .isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10s, true",
    "86400s, true",
    "1m, true",
    "1440m, true",
    "24h, true",
    "PT10S, true",
    "PT1H30M, true",
    "PT23H59M60S, true",
    "P1D, true",
    "0s, false",
    "1s, false",
    "9s, false",
    "86401s, false",
    "0m, false",
    "1441m, false",
    "0h, false",
    "25h, false",
    "99999h, false",
    "999999999h, false",
    "PT, false",
    "PT9S, false",
    "PT24H1S, false",
    "P2D, false",
    "often, false",
  })
  void theChartTakesASyncPeriodWhenTheOperatorDoes(String period, boolean isTaken) {
    Helm.Result result = helm.template("--set-string", "syncPeriod=" + period);

    assertThat(result.exit() == 0).describedAs(result.output()).isEqualTo(isTaken);
    assertThat(result.output().contains("syncPeriod")).isEqualTo(!isTaken);
    assertThat(operatorTakes(period)).isEqualTo(isTaken);
  }

  @ParameterizedTest
  @CsvSource({
    "syncPeriods.Machine=1m, true",
    "syncPeriods.Machine=9s, false",
    "syncPeriods.Machine=often, false",
    "syncPeriods.Machines=1m, false",
    "syncPeriods.PaperspaceAccount=1m, false",
    "slowRound=24h, true",
    "slowRound=25h, false",
  })
  void periodsAreCheckedBeforeTheOperatorStarts(String value, boolean isTaken) {
    Helm.Result result = helm.template("--set-string", value);

    assertThat(result.exit() == 0).describedAs(result.output()).isEqualTo(isTaken);
    if (!isTaken) {
      assertThat(result.output()).contains(value.replaceFirst("[.=].*", ""));
    }
  }

  @Test
  void periodsOfKindsBecomeOneSetting() {
    String[] values = {"--set-string=syncPeriods.Model=2h,syncPeriods.Machine=1m"};
    assertThat(helm.template(values).output()).contains("\"Machine=1m,Model=2h\"");
  }

  @ParameterizedTest
  @CsvSource({
    "Application, /spec/source/helm/valuesObject, argoCd",
    "HelmRelease, /spec/values, rbac",
  })
  void valuesInTheGuideForGitAreTaken(String kind, String path, String one) throws IOException {
    var guide = Page.read(Path.of("docs/gitops.md"));
    var manifest =
        guide.fences().stream()
            .map(Page.Fence::text)
            .filter(it -> it.contains("kind: " + kind + "\n"))
            .findFirst()
            .orElseThrow();
    var values = Helm.YAML.readTree(manifest).at(path);
    assertThat(values.has(one)).isTrue();
    var file = Files.createTempFile(Path.of("target"), "values-", ".yaml");
    Files.writeString(file, values.toString());

    Helm.Result result = helm.template("--values", file.toString());

    assertThat(result.exit()).describedAs(result.output()).isZero();
  }

  private static boolean operatorTakes(String period) {
    try {
      OperatorConfig.from(s -> s == Setting.SYNC_PERIOD ? period : s.byDefault());
      return true;
    } catch (InvalidSettingException e) {
      return false;
    }
  }
}
