package com.paperspace.operator.kind;

import static com.paperspace.operator.kind.DeploymentAdapterTest.json;
import static com.paperspace.operator.kind.DeploymentAdapterTest.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.paperspace.operator.client.ContainerConfig;
import com.paperspace.operator.client.ContainerConfig.Exec;
import com.paperspace.operator.client.ContainerConfig.HealthChecks;
import com.paperspace.operator.client.ContainerConfig.Probe;
import com.paperspace.operator.kind.DeploymentAdapterTest.Resolved;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is sent: what is declared, over what is there. */
class DeploymentMergeTest {
  private static ContainerConfig declared(String more) {
    var spec =
        "{projectId: p9, image: i, resources: {machineType: A4000, ports: [80]}" + more + "}";
    return DeploymentConfig.declared(resource(spec), Resolved.PLAIN);
  }

  private static ContainerConfig merged(String more, String current) {
    var now = ContainerConfig.read(json(current.replace('\'', '"'))).orElseThrow();
    return DeploymentMerge.onto(now, declared(more));
  }

  @Test
  void whatIsDeclaredWinsEvenEmpty() {
    var config =
        merged(
            ", enabled: true, env: [], command: [a], region: ca1",
            "{'enabled':false,'env':[{'name':'A','value':'1'}],'command':['b'],'region':'ny2'}");

    assertThat(config.enabled()).isTrue();
    assertThat(config.env()).isEmpty();
    assertThat(config.command()).containsExactly("a");
    assertThat(config.region()).isEqualTo("ca1");
  }

  @Test
  void theOrderOfTheEnvironmentIsSentAsDeclared() {
    assertThat(declared(", env: [{name: B, value: x}, {name: A, value: y}]").env())
        .extracting("name")
        .containsExactly("B", "A");
  }

  @Test
  void aCheckKeepsItsUnmanagedTimingsAndTheOtherChecks() {
    var config =
        merged(
            ", healthChecks: {liveness: {path: /new, periodSeconds: 5}}",
            "{'healthChecks':{'liveness':{'path':'/','host':'h','timeoutSeconds':9},"
                + "'startup':{'path':'/s'}}}");

    assertThat(config.healthChecks())
        .isEqualTo(
            new HealthChecks(
                new Probe("/new", "h", null, null, null, 9, null, 5, null),
                null,
                new Probe("/s", null, null, null, null, null, null, null, null)));
  }

  @Test
  void aCheckByCommandTakesNothingOverFromOneByHttpForBothWouldBeRefused() {
    var config =
        merged(
            ", healthChecks: {liveness: {exec: {command: [ok]}}}",
            "{'healthChecks':{'liveness':{'path':'/','host':'h','port':1,'headers':[],"
                + "'timeoutSeconds':9}}}");

    assertThat(config.healthChecks().liveness())
        .isEqualTo(new Probe(null, null, null, null, new Exec(List.of("ok")), 9, null, null, null));
  }

  @Test
  void anIntegrationKeepsWhatIsNotManagedOfIt() {
    var config =
        merged(
            ", integrations: [{type: model, name: m, id: m2}, {type: volume, name: v}]",
            "{'integrations':[{'type':'model','name':'m','id':'m1','path':'/m'},"
                + "{'type':'git-lfs','name':'v','url':'u','path':'/v'}]}");

    assertThat(config.integrations()).extracting("name").containsExactly("m", "v");
    assertThat(config.integrations()).extracting("id").containsExactly("m2", null);
    assertThat(config.integrations())
        .as("only of the same type and name")
        .extracting("path")
        .containsExactly("/m", null);
  }

  static Stream<Arguments> regions() {
    return Stream.of(
        arguments("ny2", "ny2"),
        arguments("NY2", "ny2"),
        arguments("East Coast (NY2)", "ny2"),
        arguments("West Coast (CA1)", "ca1"),
        arguments("Europe (AMS1)", "ams1"),
        arguments("Moon (M1)", "Moon (M1)"),
        arguments("", null),
        arguments(null, null));
  }

  @ParameterizedTest
  @MethodSource
  void regions(String text, String code) {
    assertThat(DeploymentConfig.region(text)).isEqualTo(code);
  }

  @Test
  void theProjectMayBeNamedByIdAndTheNameIsTheObjectsByDefault() {
    assertThat(DeploymentConfig.projectId(resource("{projectId: p9}"), Resolved.PLAIN))
        .isEqualTo("p9");
    assertThat(DeploymentConfig.name(resource("{projectId: p9}"))).isEqualTo("shop");
    assertThat(DeploymentConfig.name(resource("{name: store}"))).isEqualTo("store");
  }
}
