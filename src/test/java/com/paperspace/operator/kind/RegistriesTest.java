package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.ContainerRegistries.Change;
import com.paperspace.operator.client.ContainerRegistries.Create;
import com.paperspace.operator.client.ContainerRegistries.View;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Check;
import com.paperspace.operator.reconcile.adapter.InUseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The registries of a team, whose names are what deployments know them by. */
class RegistriesTest {
  private static final String URL = "https://ghcr.test";

  private final OneTeam team = new OneTeam();
  private final Registries registries = new Registries(team.api);
  private final View hub = registries.create(named("hub"));

  @AfterEach
  void close() {
    team.close();
  }

  private static Create named(String name) {
    return new Create(name, "ghcr", "acme", URL, "bot", "hunter2");
  }

  private static Change to(String name, String url) {
    return new Change(name, null, null, url, null, null);
  }

  private Registries of(String key) {
    return "owner".equals(key) ? registries : new Registries(team.plain);
  }

  /** Deployments in one line: each by its name and what its newest revision says. */
  private void deployments(String all) {
    for (var one : all.split(" ", -1)) {
      var parts = one.split("=", -1);
      var spec =
          switch (parts[1]) {
            case "nothing" -> "null";
            case "unread" -> "{data: null}";
            case "none" -> "{data: {image: i}}";
            default -> "{data: {containerRegistry: " + parts[1] + "}}";
          };
      var yaml = "{id: %s, name: %s, projectId: p1, latestSpec: %s}";
      team.put("deployments", parts[0], yaml.formatted(parts[0], parts[0], spec));
    }
  }

  @Test
  void oneIsMadeListedReadChangedAndDeleted() {
    assertThat(hub.name()).isEqualTo("hub");
    assertThat(registries.list()).containsExactly(hub);
    assertThat(registries.get(hub.id())).contains(hub);
    assertThat(registries.get("cr0")).isEmpty();
    var changed = registries.update(hub.id(), to("hub", "https://b")).orElseThrow();
    assertThat(changed.url()).isEqualTo("https://b");
    registries.delete(hub.id());
    assertThat(registries.list()).isEmpty();
  }

  @Test
  void aLoginIsTriedByTheServiceAndWhatItSaysIsTold() {
    assertThat(registries.login(hub.id(), "hunter2"))
        .isEqualTo(new Check.Outcome(true, Reason.LoginAccepted, "The service could log in."));
    team.cloud.mishaps().registryPassword(URL, "another");
    assertThat(registries.login(hub.id(), "hunter2"))
        .isEqualTo(
            new Check.Outcome(
                false,
                Reason.LoginRefused,
                "The service could not log in: unauthorized: incorrect username or password, or no"
                    + " access to the namespace. Correct url, registryNamespace, username or the"
                    + " password."));
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "new | owner  | a=other b=none c=nothing d=unread | - | nobody uses it",
        "hub | owner  | a=hub | - | it keeps its name",
        "-   | owner  | a=hub | - | the name is not part of the change",
        "hub | member | a=other | - | it keeps its name, whoever looks",
        "new | owner  | a=hub b=other c=nothing | name: deployments use the registry by its name"
            + " hub: a. | one uses it",
        "new | member | a=hub | name: deployments use the registry by its name hub: a. | it is"
            + " seen by a plain member too",
        "new | owner  | a=hub b=hub c=hub d=hub | name: deployments use the registry by its name"
            + " hub: d, c, b and 1 more. | enough to go and look",
        "new | member | a=other | name: deployments that the key does not show may use the"
            + " registry by its name hub. | nobody can tell",
      })
  void itsNameStaysWhereADeploymentMayUseIt(
      String name, String key, String deployments, String message, String why) {
    deployments(deployments);
    team.sent();
    if (message == null) {
      assertThat(of(key).update(hub.id(), to(name, "https://b"))).as(why).isPresent();
      assertThat(team.sent()).singleElement().asString().contains("PUT", hub.id());
      return;
    }
    assertThatThrownBy(() -> of(key).update(hub.id(), to(name, null)))
        .as(why)
        .isInstanceOf(PaperspaceException.class)
        .extracting(it -> ((PaperspaceException) it).reason())
        .isEqualTo(PaperspaceException.Reason.INVALID);
    assertThatThrownBy(() -> of(key).update(hub.id(), to(name, null)))
        .hasMessage(
            message
                + " Make a second ContainerRegistry under the new name, name that one in the"
                + " deployments, and delete this one, and with it the registry.");
    assertThat(team.sent()).isEmpty();
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "owner  | a=other b=none c=nothing d=unread | - | nobody uses it",
        "owner  | a=hub b=other | Deployments still use registry hub: a. Change or delete them"
            + " first, or set policy.deletion: Retain. | one does",
        "member | a=hub | Deployments still use registry hub: a. Change or delete them first, or"
            + " set policy.deletion: Retain. | and is seen",
        "member | a=other | The key is that of a plain member of the team, which may not show all"
            + " deployments, so nobody can tell whether one uses registry hub. Give the account the"
            + " key of an owner or administrator, or set policy.deletion: Retain. | nobody can tell",
      })
  void itIsNotTakenAwayFromWhatUsesIt(String key, String deployments, String message, String why) {
    deployments(deployments);
    if (message == null) {
      of(key).requireUnused(hub);
      return;
    }
    assertThatThrownBy(() -> of(key).requireUnused(hub))
        .as(why)
        .isInstanceOf(InUseException.class)
        .hasMessage(message);
  }
}
