package com.paperspace.operator.kind;

import static com.paperspace.operator.kind.DeploymentAdapterTest.NOW;
import static com.paperspace.operator.kind.DeploymentAdapterTest.resource;
import static com.paperspace.operator.kind.DeploymentAdapterTest.revision;
import static com.paperspace.operator.kind.DeploymentAdapterTest.seen;
import static com.paperspace.operator.kind.DeploymentAdapterTest.stored;
import static com.paperspace.operator.kind.DeploymentAdapterTest.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.paperspace.operator.client.Deployments.View;
import com.paperspace.operator.kind.DeploymentAdapterTest.Resolved;
import com.paperspace.operator.reconcile.adapter.Drift;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What counts as a difference, what does not, and that none tells a secret. */
class DeploymentDiffTest {
  private static final String SPEC =
      "{projectRef: {name: web}, image: nginx, resources: {machineType: A4000, ports: [80]%s}%s}";
  private static final String DATA =
      "{\"name\":\"shop\",\"image\":\"nginx\","
          + "\"resources\":{\"machineType\":\"A4000\",\"ports\":[80]%s}%s}";

  private static final String SCALING =
      ", autoscaling: {maxReplicas: 3, metrics: [{metric: cpu, summary: average, value: 80}]}";

  private static List<Drift> diff(String spec, String data) {
    return new DeploymentAdapter().diff(resource(spec), stored(data), Resolved.PLAIN);
  }

  private static String spec(String resources, String rest) {
    return SPEC.formatted(resources, rest);
  }

  private static String data(String resources, String rest) {
    return DATA.formatted(resources, rest).replace('\'', '"');
  }

  static Stream<Arguments> equal() {
    return Stream.of(
        arguments("the least there can be", spec("", ""), data("", "")),
        arguments(
            "nothing optional is declared, so nothing of it is managed",
            spec("", ""),
            data(
                ",'replicas':7,'autoscaling':{'maxReplicas':9}",
                ",'enabled':false,'containerRegistry':'own','command':['x'],'region':'ams1',"
                    + "'env':[{'name':'A','value':'1'}],'basicAuthKey':'secret:K',"
                    + "'healthChecks':{'liveness':{'path':'/'}},"
                    + "'integrations':[{'type':'volume','name':'v'}]")),
        arguments(
            "what the service has not stored is its default",
            spec(", replicas: 1", ", enabled: true, region: ny2"),
            data("", "")),
        arguments(
            "whole numbers may come as 1.0 (docs/paperspace-api.md 8.9)",
            spec(", replicas: 2", ", healthChecks: {startup: {path: /, port: 81}}"),
            data(",'replicas':2.0", ",'healthChecks':{'startup':{'path':'/','port':81.0}}")),
        arguments(
            "a probe's headers have no order",
            spec(
                "",
                ", healthChecks: {startup: {path: /, headers:"
                    + " [{name: X-B, value: b}, {name: X-A, value: a}]}}"),
            data(
                "",
                ",'healthChecks':{'startup':{'path':'/','headers':"
                    + "[{'name':'X-A','value':'a'},{'name':'X-B','value':'b'}]}}")),
        arguments(
            "a machine type is the same in any letter case, and a private cluster is itself",
            "{projectRef: {name: web}, image: nginx, region: clXz7b2k9,"
                + " resources: {machineType: a4000, ports: [80]}}",
            data("", ",'region':'clXz7b2k9'")),
        arguments(
            "80 percent are 80.0, and metrics have no order",
            spec(
                ", autoscaling: {enabled: true, maxReplicas: 3, metrics: ["
                    + "{metric: memory, summary: average, value: 70},"
                    + " {metric: cpu, summary: average, value: 80}]}",
                ""),
            data(
                ",'autoscaling':{'maxReplicas':3,'metrics':["
                    + "{'metric':'cpu','summary':'average','value':80.0},"
                    + "{'metric':'memory','value':70}]}",
                "")),
        arguments(
            "the region in capitals (docs/paperspace-api.md 4)",
            spec("", ", region: ny2"),
            data("", ",'region':'NY2'")),
        arguments(
            "the region's long label (docs/paperspace-api.md 4)",
            spec("", ", region: ams1"),
            data("", ",'region':'Europe (AMS1)'")),
        arguments(
            "empty lists are absent ones",
            spec("", ", command: [], env: [], integrations: []"),
            data("", "")),
        arguments(
            "and absent ones are empty lists",
            spec("", ", command: [], env: [], integrations: []"),
            data("", ",'command':null,'env':[],'integrations':[]")),
        arguments(
            "a process sees its environment without order",
            spec("", ", env: [{name: A, value: '1'}, {name: B, value: '2'}]"),
            data("", ",'env':[{'name':'B','value':'2'},{'name':'A','value':'1'}]")),
        arguments(
            "the older spelling of healthChecks (docs/paperspace-api.md 3.1)",
            spec("", ", healthChecks: {liveness: {path: /live}}"),
            data("", ",'healthchecks':{'liveness':{'path':'/live'}}")),
        arguments(
            "timings left out are the service's defaults",
            spec(
                "",
                ", healthChecks: {liveness: {path: /, timeoutSeconds: 1, initialDelaySeconds: 0,"
                    + " periodSeconds: 10, failureThreshold: 3}}"),
            data("", ",'healthChecks':{'liveness':{'path':'/'}}")),
        arguments(
            "inside a check, too, what is not declared is not managed",
            spec("", ", healthChecks: {liveness: {path: /}}"),
            data(
                "",
                ",'healthChecks':{'liveness':{'path':'/','host':'h','port':1,'timeoutSeconds':9,"
                    + "'headers':[{'name':'a','value':'b'}]},'readiness':{'path':'/r'}}")),
        arguments(
            "models are mounted at /opt/models unless it is said otherwise",
            spec("", ", integrations: [{type: model, name: m, id: m1, path: /opt/models}]"),
            data("", ",'integrations':[{'type':'model','name':'m','id':'m1'}]")),
        arguments(
            "the order of integrations means nothing",
            spec("", ", integrations: [{type: volume, name: a}, {type: volume, name: b}]"),
            data(
                "", ",'integrations':[{'type':'volume','name':'b'},{'type':'volume','name':'a'}]")),
        arguments(
            "a bucket goes by two names (docs/paperspace-api.md 10.35)",
            spec("", ", integrations: [{type: spaces, name: s, endpoint: e}]"),
            data("", ",'integrations':[{'type':'do-spaces','name':'s','endpoint':'e'}]")),
        arguments(
            "fields this version does not know",
            spec("", ""),
            data(",'gpus':1", ",'apiVersion':'latest','port':81,'extra':{'a':[1]}")),
        arguments(
            "the first version's names (docs/paperspace-api.md 3.1)",
            spec("", ""),
            "{\"name\":\"shop\",\"image\":\"nginx\",\"port\":80,"
                + "\"resources\":{\"instanceType\":\"A4000\"}}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void equal(String reason, String spec, String data) {
    assertThat(diff(spec, data)).as(reason).isEmpty();
  }

  static Stream<Arguments> different() {
    var checks = ", healthChecks: {readiness: {%s}}";
    var actual = ",'healthChecks':{'readiness':{%s}}";
    var s3 = ", integrations: [{type: s3, name: i, url: 's3://b/p', %s}]";
    var stored = ",'integrations':[{'type':'s3','name':'i','url':'s3://b/p',%s}]";
    return Stream.of(
        arguments("image", spec("", "").replace("nginx", "nginx:2"), data("", "")),
        arguments("enabled", spec("", ", enabled: false"), data("", "")),
        arguments("enabled", spec("", ", enabled: true"), data("", ",'enabled':false")),
        arguments("containerRegistry", spec("", ", containerRegistry: own"), data("", "")),
        arguments("command", spec("", ", command: [a, b]"), data("", ",'command':['b','a']")),
        arguments("command", spec("", ", command: []"), data("", ",'command':['b']")),
        arguments("env[A]", spec("", ", env: [{name: A, value: '1'}]"), data("", "")),
        arguments("env[B]", spec("", ", env: []"), data("", ",'env':[{'name':'B','value':'1'}]")),
        arguments(
            "env[A]",
            spec("", ", env: [{name: A, value: '1'}]"),
            data("", ",'env':[{'name':'A','value':'1'},{'name':'A','value':'1'}]")),
        arguments(
            "env[A]",
            spec("", ", env: [{name: A, valueFrom: {projectSecret: S}}]"),
            data("", ",'env':[{'name':'A','value':'S'}]")),
        arguments("region", spec("", ", region: ca1"), data("", "")),
        arguments("basicAuth", spec("", ", basicAuth: {projectSecret: K}"), data("", "")),
        arguments("resources.machineType", spec("", "").replace("A4000", "A5000"), data("", "")),
        arguments("resources.ports", spec("", "").replace("[80]", "[80, 81]"), data("", "")),
        arguments("resources.replicas", spec(", replicas: 0", ""), data("", "")),
        arguments("resources.replicas", spec(", replicas: 1", ""), data(",'replicas':2", "")),
        arguments(
            "resources.autoscaling.enabled",
            spec(SCALING.replace("{max", "{enabled: true, max"), ""),
            data(
                ",'autoscaling':{'enabled':false,'maxReplicas':3,"
                    + "'metrics':[{'metric':'cpu','value':80}]}",
                "")),
        arguments(
            "resources.autoscaling.maxReplicas",
            spec(SCALING, ""),
            data(",'autoscaling':{'maxReplicas':4,'metrics':[{'metric':'cpu','value':80}]}", "")),
        arguments(
            "resources.autoscaling.metrics",
            spec(SCALING, ""),
            data(",'autoscaling':{'maxReplicas':3,'metrics':[{'metric':'cpu','value':80.5}]}", "")),
        arguments(
            "healthChecks.readiness.path",
            spec("", checks.formatted("path: /a")),
            data("", actual.formatted("'path':'/b'"))),
        arguments(
            "healthChecks.readiness.path", spec("", checks.formatted("path: /a")), data("", "")),
        arguments(
            "healthChecks.readiness.exec.command",
            spec("", checks.formatted("exec: {command: [a]}")),
            data("", actual.formatted("'exec':{'command':['b']}"))),
        arguments(
            "healthChecks.readiness.host",
            spec("", checks.formatted("path: /, host: h")),
            data("", actual.formatted("'path':'/'"))),
        arguments(
            "healthChecks.readiness.port",
            spec("", checks.formatted("path: /, port: 1")),
            data("", actual.formatted("'path':'/','port':2"))),
        arguments(
            "healthChecks.readiness.headers[a]",
            spec("", checks.formatted("path: /, headers: [{name: a, value: b}]")),
            data("", actual.formatted("'path':'/','headers':[{'name':'a','value':'c'}]"))),
        arguments(
            "healthChecks.readiness.timeoutSeconds",
            spec("", checks.formatted("path: /, timeoutSeconds: 2")),
            data("", actual.formatted("'path':'/'"))),
        arguments(
            "healthChecks.readiness.initialDelaySeconds",
            spec("", checks.formatted("path: /, initialDelaySeconds: 2")),
            data("", actual.formatted("'path':'/'"))),
        arguments(
            "healthChecks.readiness.periodSeconds",
            spec("", checks.formatted("path: /, periodSeconds: 2")),
            data("", actual.formatted("'path':'/'"))),
        arguments(
            "healthChecks.readiness.failureThreshold",
            spec("", checks.formatted("path: /, failureThreshold: 2")),
            data("", actual.formatted("'path':'/'"))),
        arguments(
            "integrations[v]", spec("", ", integrations: [{type: volume, name: v}]"), data("", "")),
        arguments(
            "integrations[v]",
            spec("", ", integrations: []"),
            data("", ",'integrations':[{'type':'volume','name':'v'}]")),
        arguments(
            "integrations[m].id",
            spec("", ", integrations: [{type: model, name: m, id: m2}]"),
            data("", ",'integrations':[{'type':'model','name':'m','id':'m1'}]")),
        arguments(
            "integrations[m].path",
            spec("", ", integrations: [{type: model, name: m, id: m1, path: /m}]"),
            data("", ",'integrations':[{'type':'model','name':'m','id':'m1'}]")),
        arguments(
            "integrations[i].url",
            spec("", s3.formatted("path: /")),
            data("", stored.formatted("'path':'/'").replace("b/p", "c/p"))),
        arguments(
            "integrations[i].region",
            spec("", s3.formatted("region: a")),
            data("", stored.formatted("'region':'b'"))),
        arguments(
            "integrations[i].endpoint",
            spec("", s3.formatted("endpoint: a")),
            data("", stored.formatted("'endpoint':'b'"))),
        arguments(
            "integrations[i].accessKeyId",
            spec("", s3.formatted("accessKeyId: a")),
            data("", stored.formatted("'accessKeyId':'b'"))),
        arguments(
            "integrations[i].secretAccessKey",
            spec("", s3.formatted("secretAccessKey: {projectSecret: A}")),
            data("", stored.formatted("'secretAccessKey':'secret:B'"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void different(String field, String spec, String data) {
    assertThat(diff(spec, data))
        .extracting(Drift::field, Drift::remedy)
        .containsExactly(tuple(field, Drift.Remedy.CORRECT));
  }

  /** The engine keeps one note a field: of two, each would undo the other's. */
  @Test
  void anIntegrationOfAnotherTypeIsOneDifference() {
    var spec = spec("", ", integrations: [{type: s3, name: i, url: 's3://b/p'}]");
    var data = data("", ",'integrations':[{'type':'volume','name':'i'}]");
    assertThat(diff(spec, data))
        .containsExactly(Drift.correctable("integrations[i]", "s3", "volume"));
  }

  @Test
  void theLoginInAnAddressIsNotShown() {
    var found =
        diff(
            spec("", ", integrations: [{type: spaces, name: s, endpoint: 'https://a'}]"),
            data("", ",'integrations':[{'type':'spaces','name':'s','endpoint':'//k:tok3n@a'}]"));
    assertThat(found)
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.declared()).isEqualTo("https://a");
              assertThat(it.actual()).startsWith("//***@a (value ").doesNotContain("tok3n");
            });
  }

  @Test
  void aCheckOfTheOtherKindDiffersInBothForOneExcludesTheOther() {
    var spec = spec("", ", healthChecks: {startup: {exec: {command: [a]}}}");

    assertThat(diff(spec, data("", ",'healthChecks':{'startup':{'path':'/'}}")))
        .extracting(Drift::field)
        .containsExactly("healthChecks.startup.path", "healthChecks.startup.exec.command");
  }

  @Test
  void aRenameTheServiceDidNotCarryOutIsSeenByTheNameOfTheDeployment() {
    var stored = stored(data("", "").replace("shop", "store"));

    assertThat(
            new DeploymentAdapter()
                .diff(resource(spec("", ", name: store")), stored, Resolved.PLAIN))
        .containsExactly(Drift.correctable("name", "store", "shop"));
  }

  @Test
  void noTextThatMayBeSecretShowsAndTwoChangesOfOneFieldAreToldApart() {
    var spec =
        spec(
            "",
            ", command: [run, topsecret1], env: [{name: A, value: topsecret2}],"
                + " healthChecks: {startup: {path: /, headers: [{name: h, value: topsecret3}]}},"
                + " integrations: [{type: s3, name: i, url: 's3://topsecret4/p',"
                + " accessKeyId: topsecret5}]");
    var data =
        data(
            "",
            ",'command':['topsecret6'],'env':[{'name':'A','value':'topsecret7'},"
                + "{'name':'B','value':'topsecret8'}],'basicAuthKey':'topsecret9',"
                + "'integrations':[{'type':'s3','name':'i','url':'topsecret10',"
                + "'accessKeyId':'topsecret11'}]");
    var before = diff(spec, data);
    var after = diff(spec.replace("topsecret2", "topsecret22"), data);

    assertThat(before).extracting(Drift::field).contains("env[A]", "env[B]", "command");
    assertThat(before.toString()).contains("(value ").doesNotContain("topsecret");
    assertThat(after.toString())
        .as("else the second would count as tried")
        .isNotEqualTo(before.toString());
    assertThat(diff(spec("", ", basicAuth: {projectSecret: K}"), data))
        .as("a reference is no secret")
        .extracting(Drift::declared)
        .containsExactly("secret:K");
  }

  private static Drift only(String spec, String data) {
    var all = diff(spec, data);
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  /** A command line may carry a secret, so its words stay hidden; where it differs is none. */
  @ParameterizedTest(name = "{0} with {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "a, b, c | 'a','x','c' | 3 arguments, [1] differs | 3 arguments, [1] differs",
        "a, b | 'x','y' | 2 arguments, [0] to [1] differ | 2 arguments, [0] to [1] differ",
        "a, b, c | 'a','c' | 3 arguments, [1] differs | 2 arguments",
        "a | 'a','b','c' | 1 argument | 3 arguments, [1] to [2] differ",
        "a, a | 'a' | 2 arguments, [1] differs | 1 argument",
        "a, b | 'b','a' | 2 arguments, [0] to [1] differ | 2 arguments, [0] to [1] differ",
        "EMPTY | 'a' | (none) | 1 argument, [0] differs",
        "a | EMPTY | 1 argument, [0] differs | (none)",
      })
  void aCommandTellsWhereItDiffers(String wanted, String stored, String declared, String actual) {
    var words = stored.equals("EMPTY") ? "" : stored;
    var mine = wanted.equals("EMPTY") ? "" : wanted;
    var command =
        only(spec("", ", command: [" + mine + "]"), data("", ",'command':[" + words + "]"));
    assertThat(command.field()).isEqualTo("command");
    assertThat(command.declared()).startsWith(declared);
    assertThat(command.actual()).startsWith(actual);
    var exec =
        diff(
            spec("", ", healthChecks: {startup: {exec: {command: [" + mine + "]}}}"),
            data("", ",'healthChecks':{'startup':{'exec':{'command':[" + words + "]}}}"));
    assertThat(exec)
        .containsExactly(
            new Drift(
                "healthChecks.startup.exec.command",
                command.declared(),
                command.actual(),
                Drift.Remedy.CORRECT));
  }

  @Test
  void anotherCommandIsAnotherDifferenceWhereverItDiffers() {
    var data = data("", ",'command':['b','y']");
    assertThat(only(spec("", ", command: [b, x]"), data))
        .isNotEqualTo(only(spec("", ", command: [a, x]"), data("", ",'command':['a','y']")));
  }

  @Test
  void headersAreNamedAndTheirValuesHidden() {
    var spec =
        spec(
            "",
            ", healthChecks: {startup: {path: /, headers: [{name: X-New, value: topsecret1},"
                + " {name: Same, value: topsecret2}, {name: Authorization, value: topsecret3}]}}");
    var data =
        data(
            "",
            ",'healthChecks':{'startup':{'path':'/','headers':["
                + "{'name':'Authorization','value':'topsecret4'},"
                + "{'name':'X-Old','value':'topsecret5'},{'name':'Same','value':'topsecret2'}]}}");
    var drift = diff(spec, data);
    assertThat(drift)
        .extracting(Drift::field)
        .containsExactly(
            "healthChecks.startup.headers[X-New]",
            "healthChecks.startup.headers[Authorization]",
            "healthChecks.startup.headers[X-Old]");
    assertThat(drift.get(0).actual()).isEqualTo("(none)");
    assertThat(drift.get(2).declared()).isEqualTo("(none)");
    assertThat(drift.toString()).doesNotContain("topsecret");
  }

  @Test
  void aKeyTheServiceKeepsToItselfIsJudgedByWhatWasSent() {
    var resource = resource(spec("", ", basicAuth: {projectSecret: K}"));
    var spec = revision("s1", data("", ""), NOW, NOW, null);
    var view = new View("d1", "shop", "p1", "te", "h", NOW, "h", spec, "user:hidden");
    var adapter = new DeploymentAdapter();

    assertThat(
            adapter.diff(
                resource,
                DeploymentRemote.of(view),
                Resolved.PLAIN.withSent(Map.of("basicAuth", "secret:K"))))
        .isEmpty();
    assertThat(adapter.diff(resource, DeploymentRemote.of(view), Resolved.PLAIN))
        .as("never sent from here")
        .hasSize(1);
  }

  /** A null newest revision means an invalid configuration (docs/paperspace-api.md 3.3). */
  static Stream<Arguments> unreadable() {
    return Stream.of(
        arguments("nobody here sent it", Map.of(), null, 1),
        arguments(
            "this generation led to it", Map.of("superseded", "none", "generation", "3"), null, 0),
        arguments(
            "this generation led to it, after s1",
            Map.of("superseded", "s1", "generation", "3"),
            "s1",
            0),
        arguments(
            "the spec has changed since", Map.of("superseded", "s1", "generation", "2"), "s1", 1),
        arguments(
            "ours was seen to be good, so somebody else's is bad",
            Map.of("superseded", "s1", "generation", "3"),
            "s2",
            1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void unreadable(String reason, Map<String, String> sent, String lastSeen, int differences) {
    var resource = seen(resource(spec("", "")), lastSeen, null);

    assertThat(
            new DeploymentAdapter()
                .diff(resource, DeploymentRemote.of(view(null)), Resolved.PLAIN.withSent(sent)))
        .as(reason)
        .hasSize(differences);
  }
}
