package com.paperspace.operator.kind;

import static com.paperspace.operator.kind.DeploymentAdapterTest.NOW;
import static com.paperspace.operator.kind.DeploymentAdapterTest.resource;
import static com.paperspace.operator.kind.DeploymentAdapterTest.seen;
import static com.paperspace.operator.kind.DeploymentAdapterTest.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.api.Deployment.Observed;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.Deployments.Instance;
import com.paperspace.operator.client.Deployments.Run;
import com.paperspace.operator.client.Deployments.Spec;
import com.paperspace.operator.client.Deployments.View;
import com.paperspace.operator.kind.DeploymentAdapterTest.Resolved;
import com.paperspace.operator.reconcile.adapter.Observation;
import com.paperspace.operator.reconcile.adapter.Observation.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How a deployment is: docs/paperspace-api.md 3.3, row by row. */
class DeploymentHealthTest {
  private static final Instant EARLIER = NOW.minus(Duration.ofHours(1));
  private static final Instant JUST = NOW.minusSeconds(20);
  private static final String SPEC =
      "{projectRef: {name: web}, image: i, resources: {machineType: A4000, ports: [80]}%s}";
  private static final String RUNS = "{\"resources\":{\"replicas\":2}}";

  private static Spec revision(Instant applied, Instant healthy, String error) {
    return DeploymentAdapterTest.revision("s1", RUNS, applied, healthy, error);
  }

  private static Run run(Integer ready, Integer replicas, Instance... instances) {
    return new Run("r1", null, ready, replicas, Arrays.asList(instances));
  }

  private static Instance instance(String state, String message, Instant created) {
    return new Instance("x", "in1", state, message, created, null, null);
  }

  private static Observation<Observed> observe(Spec revision, Run run, Map<String, String> sent) {
    return DeploymentHealth.observe(
        resource(SPEC.formatted("")),
        new DeploymentRemote(view(revision), run),
        Resolved.PLAIN.withSent(sent));
  }

  /** The fields of a configuration; counts how often they are read. */
  private static final class Counted extends LinkedHashMap<String, JsonNode> {
    private static final long serialVersionUID = 1L;
    private int reads;

    @Override
    public Set<Map.Entry<String, JsonNode>> entrySet() {
      reads++;
      return super.entrySet();
    }
  }

  private static int reads(int instances) {
    var fields = new Counted();
    var data = new ObjectNode(JsonNodeFactory.instance, fields);
    data.putObject("resources").put("replicas", 20);
    var revision = new Spec("s1", "d1", null, data, EARLIER, null, null, null, null);
    var crashed =
        Stream.generate(() -> instance("failed", "crashed", EARLIER))
            .limit(instances)
            .toArray(Instance[]::new);
    var observed = observe(revision, run(0, 20, crashed), sent("none", EARLIER)).observed();
    assertThat(observed.instances()).hasSize(instances);
    return fields.reads;
  }

  /** Each time all its secrets are made into patterns. */
  @Test
  void theSecretsOfAConfigurationAreCollectedOnceForAllTexts() {
    assertThat(reads(10)).isEqualTo(reads(1));
  }

  private static Map<String, String> sent(String superseded, Instant at) {
    return Map.of("superseded", superseded, "sentAt", at.toString());
  }

  static Stream<Arguments> rules() {
    var first = sent("none", EARLIER);
    var later = sent("s0", EARLIER);
    var stopped = "{\"enabled\":false,\"resources\":{\"replicas\":2}}";
    var none = "{\"resources\":{\"replicas\":0}}";
    return Stream.of(
        arguments(
            "1: the newest revision is the one seen before the write",
            revision(EARLIER, EARLIER, null),
            run(2, 2),
            sent("s1", JUST),
            Phase.BUSY,
            Reason.Updating,
            "pending"),
        arguments(
            "1: even one that had failed",
            revision(null, null, "boom"),
            null,
            sent("s1", JUST),
            Phase.BUSY,
            Reason.Updating,
            "pending"),
        arguments(
            "1: created, and no revision to be seen yet",
            null,
            null,
            sent("none", JUST),
            Phase.BUSY,
            Reason.Creating,
            "pending"),
        arguments(
            "1: not for ever: after two minutes the write counts as lost",
            revision(EARLIER, EARLIER, null),
            run(2, 2),
            sent("s1", NOW.minusSeconds(120)),
            Phase.READY,
            Reason.Available,
            "healthy"),
        arguments(
            "no revision: the newest configuration is invalid",
            null,
            null,
            later,
            Phase.FAILED,
            Reason.OperationFailed,
            "invalid"),
        arguments(
            "2: error, not applied",
            revision(null, null, "boom"),
            null,
            later,
            Phase.FAILED,
            Reason.OperationFailed,
            "error"),
        arguments(
            "2: an error beside an applied revision decides nothing",
            revision(EARLIER, EARLIER, "boom"),
            run(2, 2),
            later,
            Phase.READY,
            Reason.Available,
            "healthy"),
        arguments(
            "3: not applied, no error, just created",
            revision(null, null, null),
            null,
            first,
            Phase.PROGRESSING,
            Reason.Creating,
            "applying"),
        arguments(
            "3: not applied, an empty error is none",
            revision(null, null, " "),
            null,
            later,
            Phase.PROGRESSING,
            Reason.Updating,
            "applying"),
        arguments(
            "4: applied and disabled",
            DeploymentAdapterTest.revision("s1", stopped, EARLIER, null, null),
            null,
            later,
            Phase.READY,
            Reason.Disabled,
            "disabled"),
        arguments(
            "4: applied, no replicas wanted",
            DeploymentAdapterTest.revision("s1", none, EARLIER, null, null),
            null,
            later,
            Phase.READY,
            Reason.Disabled,
            "disabled"),
        arguments(
            "4: disabled, but not applied yet",
            DeploymentAdapterTest.revision("s1", stopped, null, null, null),
            null,
            later,
            Phase.PROGRESSING,
            Reason.Updating,
            "applying"),
        arguments(
            "5: healthy, all replicas ready",
            revision(EARLIER, EARLIER, null),
            run(2, 2),
            later,
            Phase.READY,
            Reason.Available,
            "healthy"),
        arguments(
            "5: healthy, one replica serves",
            revision(EARLIER, EARLIER, null),
            run(1, 2),
            later,
            Phase.READY,
            Reason.Available,
            "degraded"),
        arguments(
            "5: was healthy, nothing is ready now",
            revision(EARLIER, EARLIER, null),
            run(0, 2),
            later,
            Phase.PROGRESSING,
            Reason.Updating,
            "unhealthy"),
        arguments(
            "5: was healthy, counts are null and so 0",
            revision(EARLIER, EARLIER, null),
            run(null, null),
            later,
            Phase.PROGRESSING,
            Reason.Updating,
            "unhealthy"),
        arguments(
            "5: was healthy, there is no run",
            revision(EARLIER, EARLIER, null),
            null,
            later,
            Phase.PROGRESSING,
            Reason.Updating,
            "starting"),
        arguments(
            "6: some replicas ready, not marked healthy",
            revision(EARLIER, null, null),
            run(1, 2),
            first,
            Phase.PROGRESSING,
            Reason.Creating,
            "starting"),
        arguments(
            "6: all ready for long, never marked healthy",
            revision(EARLIER, null, null),
            run(2, 2),
            first,
            Phase.READY,
            Reason.Available,
            "healthy"),
        arguments(
            "6: all ready, and made after the revision was applied",
            revision(JUST, null, null),
            run(1, 1, instance("running", null, NOW)),
            first,
            Phase.READY,
            Reason.Available,
            "healthy"),
        arguments(
            "6: all ready, but of the run before this revision",
            revision(JUST, null, null),
            run(1, 1, instance("running", null, EARLIER)),
            later,
            Phase.PROGRESSING,
            Reason.Updating,
            "starting"),
        arguments(
            "6: one of two instances failed",
            revision(JUST, null, null),
            run(0, 2, instance("failed", "bad", NOW), instance("starting", null, NOW)),
            later,
            Phase.PROGRESSING,
            Reason.Updating,
            "starting"),
        arguments(
            "6: every instance failed",
            revision(JUST, null, null),
            run(0, 2, instance("failed", "bad", NOW), instance("Errored", "bad", NOW)),
            later,
            Phase.FAILED,
            Reason.OperationFailed,
            "failed"),
        arguments(
            "6: every instance failed, of the run before this revision",
            revision(JUST, null, null),
            run(0, 1, instance("failed", "bad", EARLIER)),
            later,
            Phase.PROGRESSING,
            Reason.Updating,
            "starting"),
        arguments(
            "6: every instance failed, after the grace time whatever its age",
            revision(EARLIER, null, null),
            run(0, 1, instance("failed", "bad", null)),
            later,
            Phase.FAILED,
            Reason.OperationFailed,
            "failed"),
        arguments(
            "6: an unknown state is on its way",
            revision(EARLIER, null, null),
            run(0, 1, instance("Error", null, EARLIER)),
            later,
            Phase.PROGRESSING,
            Reason.Updating,
            "starting"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void rules(
      String rule,
      Spec revision,
      Run run,
      Map<String, String> sent,
      Phase phase,
      Reason reason,
      String state) {
    var seen = observe(revision, run, sent);

    assertThat(seen.phase()).as(rule).isEqualTo(phase);
    assertThat(seen.reason()).as(rule).isEqualTo(reason);
    assertThat(seen.observed().state()).as(rule).isEqualTo(state);
    boolean moving = phase == Phase.BUSY || phase == Phase.PROGRESSING;
    assertThat(seen.deadline()).as(rule).isEqualTo(moving ? Duration.ofMinutes(15) : null);
  }

  @Test
  void aYoungDeploymentWhoseCreateWasInterruptedIsNotJudgedInvalid() {
    var young = new View("d1", "shop", "p1", "te", null, JUST, null, null, null);

    assertThat(
            DeploymentHealth.observe(
                    resource(SPEC.formatted("")), DeploymentRemote.of(young), Resolved.PLAIN)
                .phase())
        .isEqualTo(Phase.BUSY);
  }

  @Test
  void theServersWordsAreShown() {
    assertThat(observe(revision(null, null, "no such image"), null, Map.of()).message())
        .isEqualTo("The revision could not be applied: no such image");
    var crashed = run(0, 1, instance("errored", "exit 137", EARLIER));
    assertThat(observe(revision(EARLIER, null, null), crashed, Map.of()).message())
        .isEqualTo("0 of 1 replicas ready. Instance in1 errored: exit 137");
  }

  @Test
  void theDeadlineIsTheSpecsAndCountsFromTheLastWrite() {
    var resource = resource(SPEC.formatted(", progressDeadlineSeconds: 60"));
    var remote = DeploymentRemote.of(view(revision(null, null, null)));
    var inputs =
        Resolved.PLAIN.withSent(sent("s0", NOW.minusSeconds(10))).movingSince(NOW.minusSeconds(90));

    assertThat(DeploymentHealth.observe(resource, remote, inputs).deadline())
        .as("60 s, and the 80 s before that write")
        .isEqualTo(Duration.ofSeconds(140));
    assertThat(DeploymentHealth.observe(resource, remote, inputs.movingSince(NOW)).deadline())
        .isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void whatUsersSeeIsCompleteAndBounded() {
    var tooLong = "x".repeat(5000);
    var many = new Instance[30];
    Arrays.fill(many, instance("running", tooLong, EARLIER));
    many[29] = instance("failed", tooLong, EARLIER);
    var observed =
        observe(revision(EARLIER, EARLIER, tooLong), run(29, 30, many), Map.of()).observed();

    assertThat(observed.endpoint()).isEqualTo("https://d1.example.com");
    assertThat(observed.replicas()).isEqualTo(30);
    assertThat(observed.readyReplicas()).isEqualTo(29);
    assertThat(observed.specId()).isEqualTo("s1");
    assertThat(observed.specHash()).isEqualTo("hash");
    assertThat(observed.healthyAt()).isEqualTo(EARLIER.toString());
    assertThat(observed.error()).hasSizeLessThanOrEqualTo(1024);
    assertThat(observed.instances()).hasSize(10);
    assertThat(observed.instances().get(0).state()).as("trouble first").isEqualTo("failed");
    assertThat(observed.instances().get(0).message()).hasSize(512);
  }

  @Test
  void aStoppedDeploymentHasNoReplicasAndAnUnreadRunNoCounts() {
    var none = "{\"resources\":{\"replicas\":0}}";
    var stopped = DeploymentAdapterTest.revision("s1", none, EARLIER, null, null);

    assertThat(observe(stopped, null, Map.of()).observed().replicas()).isZero();
    var unread = observe(revision(null, null, null), null, Map.of()).observed();
    assertThat(unread.replicas()).isNull();
    assertThat(unread.instances()).isNull();
  }

  @Test
  void theRevisionSeenLastIsRememberedWhileTheNewestIsInvalid() {
    var resource = seen(resource(SPEC.formatted("")), "s7", null);

    assertThat(
            DeploymentHealth.observe(resource, DeploymentRemote.of(view(null)), Resolved.PLAIN)
                .observed()
                .specId())
        .isEqualTo("s7");
  }

  @Test
  void instancesThatAreNullAreNoReasonToCrash() {
    var odd = new Run("r1", null, 1, 1, Collections.singletonList(null));

    assertThat(observe(revision(EARLIER, EARLIER, null), odd, Map.of()).phase())
        .isEqualTo(Phase.READY);
    var none = new Run("r1", null, 1, 1, null);
    assertThat(observe(revision(EARLIER, EARLIER, null), none, Map.of()).phase())
        .isEqualTo(Phase.READY);
  }

  @Test
  void whatTheConfigurationHoldsIsTakenOutOfTheServicesWords() {
    var config = "{\"env\":[{\"name\":\"TOKEN\",\"value\":\"canary value\"}]}";
    var spec =
        DeploymentAdapterTest.revision("s1", config, EARLIER, null, "bad TOKEN canary+value");
    var crashed = run(0, 1, instance("errored", "said canary value", EARLIER));
    var seen = observe(spec, crashed, sent("s0", EARLIER));
    assertThat(seen.message()).contains("said ***");
    assertThat(seen.observed().error()).isEqualTo("bad TOKEN ***");
    assertThat(seen.toString()).doesNotContain("canary");
  }

  @Test
  void theServicesWordsAreOneLineWithoutAPage() {
    var spec = DeploymentAdapterTest.revision("s1", RUNS, EARLIER, null, "pull of\n//u:tok3n@hub");
    var crashed = run(0, 1, instance("errored", "<!DOCTYPE html><p>Oops", EARLIER));
    var seen = observe(spec, crashed, sent("s0", EARLIER));
    assertThat(seen.message()).contains("errored: (an HTML page)").doesNotContain("<");
    assertThat(seen.observed().error()).isEqualTo("pull of //***@hub");
  }
}
