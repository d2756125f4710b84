package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.StartupScript;
import com.paperspace.operator.client.StartupScripts.View;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.adapter.InUseException.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A script of a team: all of it changes, and it stays while a machine runs it. */
class StartupScriptKindTest {
  private static final String SPEC = "{name: setup, isRunOnce: true, script: {inline: echo 1}}";

  private final OneTeam team = new OneTeam();
  private final Adapter<StartupScript, StartupScript.Observed, Remote<View>> adapter =
      StartupScriptKind.adapter();
  private final Remote<View> made = team.made(adapter, script(SPEC));
  private final String id = made.view().id();

  @AfterEach
  void close() {
    team.close();
  }

  private static StartupScript script(String spec) {
    return Given.resource(StartupScript.class, spec);
  }

  private String text() {
    return team.estate.kept("startup-scripts", id, "script");
  }

  @Test
  void oneIsMadeWithItsTextListedAndRead() {
    assertThat(made.view())
        .extracting(View::name, View::isRunOnce, View::isEnabled)
        .containsExactly("setup", true, true);
    assertThat(text()).isEqualTo("echo 1");
    assertThat(adapter.list("", team.api)).containsExactly(made);
    assertThat(adapter.get(id, team.api)).contains(made);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "name: setup     | name: other      | {\"name\":\"other\"}",
        "isRunOnce: true | isRunOnce: false | {\"isRunOnce\":false}",
        "name: setup     | isEnabled: false | {\"isEnabled\":false}",
        "echo 1          | echo 2           | {\"script\":\"***\"}",
      })
  void aChangeSendsWhatDiffersAlone(String was, String is, String body) {
    var marks = adapter.create(script(SPEC), team.given()).call().send(team.api).marks();
    var given = new Given(marks, "s3cret").in(team.estate.id());
    team.sent();
    var resource = script(SPEC.replace(was, is));
    var step = adapter.next(resource, made, adapter.diff(resource, made, given), given);
    var outcome = step.call().send(team.api);
    assertThat(outcome.marks().isEmpty())
        .as("a text is noted when sent")
        .isEqualTo(!is.startsWith("echo"));
    assertThat(team.sent()).containsExactly("PUT /startup-scripts/" + id + " " + body);
    assertThat(text()).isEqualTo(is.startsWith("echo") ? is : "echo 1");
  }

  /** The script as it is shown with machines it is for. */
  private Remote<View> assigned(String machines) {
    var yaml = "{id: %s, name: setup, assignedMachineIds: %s}";
    return Remote.of("", Given.read(View.class, yaml.formatted(id, machines)));
  }

  private void machine(String name) {
    team.put("machines", name, "{id: %s, name: %s, state: off}".formatted(name, name));
  }

  @Test
  void oneThatMachinesRunIsKeptAndTheyAreNamed() {
    machine("ps1");
    machine("ps2");
    var used = assigned("[ps1, ps9]");
    var kept =
        catchThrowableOfType(
            InUseException.class, () -> adapter.delete(used).call().send(team.api));
    assertThat(kept).hasMessage("Startup script " + id);
    assertThat(kept.parts())
        .as("not one that is gone, nor one that runs another")
        .containsExactly(new Part(Machine.class, "ps1"));
    assertThat(adapter.get(id, team.api)).isPresent();
  }

  @Test
  void whatAPlainMemberDoesNotSeeMayRunIt() {
    assertThatThrownBy(() -> adapter.delete(assigned("[ps9]")).call().send(team.plain))
        .isInstanceOf(InUseException.class)
        .hasMessageContaining("which may not show all machines, so nobody can tell")
        .hasMessageContaining("whether one uses startup script " + id);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "null  | a service that shows no machines",
        "[]    | none is assigned",
        "[ps9] | one that is gone may stay in the list",
      })
  void oneThatNoMachineRunsIsDeleted(String machines, String why) {
    machine("ps2");
    adapter.delete(assigned(machines)).call().send(team.api);
    assertThat(adapter.get(id, team.api)).as(why).isEmpty();
  }

  /** An empty list of machines tells all there is to know, so nobody has to see them. */
  @Test
  void aPlainMemberDeletesOneThatIsAssignedToNone() {
    adapter.delete(made).call().send(team.plain);
    assertThat(adapter.get(id, team.api)).isEmpty();
  }

  @Test
  void itIsShownWithoutItsText() {
    var view =
        Given.read(
            View.class,
            "{id: ss1, isEnabled: true, isRunOnce: false, assignedMachineIds: [ps1, ps2],"
                + " dtCreated: '2026-11-20T10:00:00Z'}");
    var seen = adapter.observe(script(SPEC), Remote.of("", view), team.given());
    assertThat(seen.observed())
        .isEqualTo(new StartupScript.Observed(true, false, 2, "2026-11-20T10:00:00Z"));
  }
}
