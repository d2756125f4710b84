package com.paperspace.operator.reconcile.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Dataset;
import com.paperspace.operator.api.ManagedStatus.AccountUse;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.kind.DatasetKind;
import com.paperspace.operator.kind.ProjectKind;
import com.paperspace.operator.reconcile.account.Connection;
import com.paperspace.operator.reconcile.account.Use;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.status.Intent;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.simulator.Simulator;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When an object that is said to be another team's is asked for, and what that tells. */
class OtherTeamTest {
  private static Simulator cloud;
  private static String project;

  private final Desk desk = Desk.whole(cloud.url());
  private final OtherTeam<PaperspaceProject, PaperspaceProject.Observed> otherTeam =
      new OtherTeam<>(ProjectKind.adapter(), desk.services);
  private Use use;
  private Connection connection;

  @BeforeAll
  static void start() {
    cloud = Simulator.start().instant();
    cloud.key("key-b").team("b");
    var made = cloud.team("b").console("POST", "/projects", "{\"name\": \"p\"}");
    project = made.path("id").asText();
  }

  @AfterAll
  static void stop() {
    cloud.close();
  }

  @BeforeEach
  void connect() {
    desk.secret(Map.of("apiKey", "key-b"));
    desk.account("default", "spec: {secretRef: {name: s}, teamId: other}");
    use = desk.services.connections().open(desk.namespace, "default", () -> {});
    connection = use.connection();
  }

  private Reconciliation<PaperspaceProject, PaperspaceProject.Observed> pass(String id) {
    var pass = desk.pass(desk.project("p", "spec: {name: p}"));
    pass.draft.id = id;
    return pass;
  }

  private boolean shows(Reconciliation<PaperspaceProject, PaperspaceProject.Observed> pass) {
    return otherTeam.shows(pass, connection);
  }

  private static int looks() {
    return cloud.journal().calls("GET", "/projects/{id}").size();
  }

  @Test
  void whatTheKeyShowsIsInItsTeam() {
    var pass = desk.pass(desk.stored("p", "spec: {name: p}"));
    pass.draft.id = project;
    assertThat(otherTeam.shows(pass, connection)).isTrue();
    otherTeam.note(pass, use, "a");
    var written = desk.client.resource(pass.resource).get().getStatus();
    assertThat(written.account())
        .isEqualTo(new AccountUse("default", connection.teamId(), connection.userId()));
    assertThat(written.id()).isEqualTo(project);
    assertThat(desk.events())
        .containsExactly(
            "Normal Traced "
                + project
                + " is in team "
                + connection.teamId()
                + ", whose key shows it, and not in a as the status said: the key has come to"
                + " belong to another team.");
  }

  @Test
  void whatItDoesNotShowIsAskedForOnce() {
    int before = looks();
    assertThat(shows(pass("x"))).isFalse();
    assertThat(shows(pass("x"))).isFalse();
    assertThat(looks()).isEqualTo(before + 1);
    var requested = pass("x");
    requested.resource.getMetadata().setAnnotations(Map.of(Annotations.RECONCILE_AT, "now"));
    assertThat(otherTeam.isToBeAsked(requested, connection)).as("on request").isTrue();
    assertThat(otherTeam.isToBeAsked(pass("y"), connection)).as("another object").isTrue();
    assertThat(otherTeam.isToBeAsked(pass("x"), desk.connection)).as("another key").isTrue();
    assertThat(otherTeam.isToBeAsked(pass(""), connection)).as("nothing to ask for").isFalse();
    assertThat(desk.events()).isEmpty();
  }

  @ParameterizedTest(name = "made {0} s ago")
  @CsvSource({"0, true", "90, true", "120, false"})
  void whatMayNotShowYetIsAskedForAgain(long age, boolean again) {
    var pass = pass("x");
    var intent =
        Intent.of(
            pass.resource,
            connection.api().serverNow().minusSeconds(age),
            Desk.TEAM,
            Intent.Target.named("everywhere", "p"),
            Optional.empty());
    pass.resource.getMetadata().setAnnotations(Map.of(Annotations.CREATE_INTENT, intent.value()));
    assertThat(shows(pass)).isFalse();
    assertThat(otherTeam.isToBeAsked(pass, connection)).isEqualTo(again);
  }

  @Test
  void aRefusalToShowItIsAnAnswerAndAFaultIsNone() {
    cloud.faults().next("GET", "/projects/{id}", Fault.REFUSED);
    assertThat(shows(pass(project))).isFalse();
    assertThat(otherTeam.isToBeAsked(pass(project), connection)).isFalse();
    var other = pass("z");
    cloud.faults().next("GET", "/projects/{id}", Fault.UNAUTHORIZED);
    assertThatThrownBy(() -> shows(other)).isInstanceOf(PaperspaceException.class);
    assertThat(otherTeam.isToBeAsked(other, connection)).isTrue();
  }

  @Test
  void whatOtherTeamsMaySeeTellsNothing() {
    var pass = desk.pass(desk.read(Dataset.class, "d", "spec: {name: d}, status: {id: d}"));
    assertThat(new OtherTeam<>(DatasetKind.adapter(), desk.services).isToBeAsked(pass, connection))
        .isFalse();
  }
}
