package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.api.SecretKeyRef;
import com.paperspace.operator.api.TeamSecret;
import com.paperspace.operator.client.ClientConfig;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.Secrets;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.simulator.Simulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A secret of the team is what a project's is, but for where it is. */
class TeamSecretKindTest {
  private static final String KEY = "key-of-team-a";
  private static final String SPEC = "{name: TOKEN, valueFrom: {secretKeyRef: {name: s, key: k}}}";
  private static final Inputs SENT =
      Given.given("value", "digest(s3cret)", "valueKey", "digest()", "valueSource", "v1");

  private final Adapter<TeamSecret, TeamSecret.Observed, Remote<Secrets.View>> adapter =
      TeamSecretKind.adapter();

  private static TeamSecret secret(String spec) {
    return Given.resource(TeamSecret.class, spec);
  }

  private static Remote<Secrets.View> seen(String team, String view) {
    return Remote.of(team, Given.read(Secrets.View.class, view));
  }

  @Test
  void itIsInTheTeamOfTheKeyAndKnownByItsName() {
    var value = new Reference.ToSecret("valueFrom.secretKeyRef", new SecretKeyRef("s", "k"));
    assertThat(adapter.references(secret(SPEC))).containsExactly(value);
    assertThat(adapter.scope(secret(SPEC), Given.given())).isEqualTo("te1");
    assertThat(adapter.naturalKey(secret(SPEC), Given.given())).contains("te1/TOKEN");
    assertThat(adapter.sameScope("te1/A", "te1/B")).isTrue();
    assertThat(adapter.sameScope("te1/A", "te2/A")).isFalse();
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "te1 | TOKEN |                              | as declared",
        "te2 | TOKEN | REPLACE team te1 was te2     | a secret does not move",
        "te1 | OTHER | REPLACE name TOKEN was OTHER | nor is it renamed",
      })
  void whereItIsAndWhatItIsCalledIsFixed(String team, String name, String drift, String why) {
    var view = "{name: " + name + "}";
    assertThat(Given.words(adapter.diff(secret(SPEC), seen(team, view), SENT)))
        .as(why)
        .isEqualTo(drift == null ? "" : drift);
  }

  @Test
  void itLivesInTheTeamAndIsShownWithoutItsValue() {
    try (var cloud = Simulator.start()) {
      cloud.key(KEY).team("a");
      var api = Paperspace.connect(ClientConfig.of(cloud.url(), KEY));
      var team = cloud.team("a");
      var id = team.id();
      var inputs = Given.given("value", "digest(old)").in(id);
      var made = adapter.create(secret(SPEC), inputs).call().send(api);
      assertThat(team.teamSecretValue("TOKEN")).isEqualTo("s3cret");
      assertThat(made.marks()).containsEntry("value", "digest(s3cret)");
      assertThat(adapter.identity(made.remote()).id()).isEqualTo(id + "/TOKEN");
      assertThat(adapter.list(id, api)).hasSize(1);
      var read = adapter.findByKey(id + "/TOKEN", api).orElseThrow();
      team.console("PATCH", "/teams/" + id + "/secrets/TOKEN", "{\"value\": \"foreign\"}");
      var drift = adapter.diff(secret(SPEC), read, inputs);
      adapter.next(secret(SPEC), read, drift, inputs).call().send(api);
      assertThat(team.teamSecretValue("TOKEN")).isEqualTo("s3cret");
      adapter.delete(read).call().send(api);
      assertThat(adapter.get(id + "/TOKEN", api)).isEmpty();
      assertThat(cloud.violations()).isEmpty();
    }
    var view =
        "{name: TOKEN, dtCreated: '2026-11-20T10:00:00Z', dtModified: '2026-11-20T11:00:00Z'}";
    assertThat(adapter.observe(secret(SPEC), seen("te1", view), SENT).observed())
        .isEqualTo(
            new TeamSecret.Observed(
                "te1", "TOKEN", "2026-11-20T10:00:00Z", "2026-11-20T11:00:00Z", false));
  }

  @Test
  void whatADeploymentUsesIsNotDeleted() {
    var used = seen("te1", "{name: TOKEN, hasDeploymentAttached: true}");
    assertThatThrownBy(() -> adapter.delete(used).call().send(null))
        .isInstanceOf(InUseException.class)
        .hasMessageContaining("A deployment still uses secret TOKEN");
  }
}
