package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is meant by an address, wherever a spec names people by theirs. */
class PeopleTest {
  private static final String FIRST = "urmember1@example.com";
  private static final String SECOND = "urmember2@example.com";

  private final OneTeam team = new OneTeam();

  @AfterEach
  void close() {
    team.close();
  }

  @Test
  void eachAddressLeadsToAMemberOfTheTeamByThePlaceItStandsIn() {
    assertThat(People.lookUp("f", List.of(FIRST, SECOND, FIRST), team.given(), team.api))
        .isEqualTo(Map.of("f[" + FIRST + "]", "urmember1", "f[" + SECOND + "]", "urmember2"));
  }

  @Test
  void nobodyIsLookedUpWhereNoneAreDeclared() {
    assertThat(People.lookUp("f", null, team.given(), team.api)).isEmpty();
    assertThat(team.cloud.journal().size()).as("calls").isZero();
  }

  @Test
  void anAddressOfNobodyInTheTeamIsSaid() {
    assertThatThrownBy(() -> People.lookUp("f", List.of("x@y.z"), team.given(), team.api))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "f: nobody in team "
                + team.estate.id()
                + " has the address x@y.z. Correct it, or invite that person in the Paperspace"
                + " console.");
  }

  @Test
  void aProjectNamesItsCollaboratorsByAddress() {
    var project = Given.resource(PaperspaceProject.class, "{collaboratorEmails: [" + FIRST + "]}");
    assertThat(ProjectKind.adapter().lookUp(project, team.given(), team.api))
        .isEqualTo(Map.of("collaboratorEmails[" + FIRST + "]", "urmember1"));
    var none = Given.resource(PaperspaceProject.class, "{collaborators: [urmember1]}");
    assertThat(ProjectKind.adapter().lookUp(none, team.given(), team.api)).isEmpty();
  }

  @Test
  void aMachineNamesWhoMayUseItByAddressAndItsTemplateByLabel() {
    var adapter = new MachineAdapter();
    var spec = "{machineType: C5, accessors: [{email: " + FIRST + "}]";
    assertThat(adapter.lookUp(machine(spec + "}"), team.given(), team.api))
        .isEqualTo(Map.of("accessors[" + FIRST + "]", "urmember1"));
    assertThat(
            adapter.lookUp(
                machine(spec + ", template: {os: Ubuntu 22.04}}"), team.given(), team.api))
        .isEqualTo(Map.of("accessors[" + FIRST + "]", "urmember1", "template", "t0nspur5"));
  }

  private static Machine machine(String spec) {
    return Given.resource(Machine.class, spec);
  }
}
