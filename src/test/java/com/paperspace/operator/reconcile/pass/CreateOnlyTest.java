package com.paperspace.operator.reconcile.pass;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.ManagedStatus.Origin;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.api.SharedDrive;
import com.paperspace.operator.reconcile.cloud.Cloud;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.status.Intent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only a create can set: as it was sent, by the best witness there is. */
class CreateOnlyTest {
  private static final String SPEC = "{name: d, size: 50, region: ny2, networkId: n1}";

  private final Desk desk = Desk.bare();
  private final CreateOnly createOnly = new CreateOnly(SharedDrive.class);
  private final SharedDrive drive = desk.read(SharedDrive.class, "d", "spec: " + SPEC);
  private final Intent intent =
      Intent.of(
          drive,
          desk.time.instant(),
          Desk.TEAM,
          Intent.Target.named(Cloud.SCOPE, "d"),
          Optional.<Intent>empty());

  private Reconciliation<SharedDrive, SharedDrive.Observed> pass(String note) {
    var annotations = new HashMap<>(Map.of(Annotations.CREATE_INTENT, intent.value()));
    if (note != null) {
      annotations.put(Annotations.CREATED_WITH, note.replace("MINE", intent.nonce()));
    }
    drive.getMetadata().setAnnotations(annotations);
    return desk.pass(drive);
  }

  @Test
  void whatIsSent() {
    assertThat(createOnly.of(drive.getSpec()))
        .isEqualTo(Map.of("size", 50, "region", "ny2", "networkId", "n1"));
    assertThat(CreateNote.of(intent, createOnly.of(drive.getSpec()), Optional.empty()))
        .isEqualTo(intent.nonce() + " {\"networkId\":\"n1\",\"region\":\"ny2\",\"size\":50}");
  }

  @Test
  void aKindWithoutAnySendsNone() {
    var none = new CreateOnly(PaperspaceProject.class);
    var project = desk.read(PaperspaceProject.class, "p", "spec: {name: p}");
    assertThat(none.of(project.getSpec())).isEmpty();
    assertThat(CreateNote.of(intent, none.of(project.getSpec()), Optional.empty())).isNull();
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "MINE {\"size\":9}           | false | 9  | the note that came with the intent",
        "MINE {\"size\":9}           | true  | 9  | and before the status",
        "other.note {\"size\":9}     | true  | 7  | a note of another create is none",
        "MINE {\"size\":\"large\"}   | true  | 7  | a damaged note is none",
        "MINE {\"size\"              | true  | 7  | nor is one that was cut",
        "MINE {\"colour\":\"red\"}   | true  | 7  | nor one of what nobody knows",
        "MINE {\"size\":null}        | true  | 7  | nor one that says nothing",
        "                            | true  | 7  | without a note the status tells",
        "                            | false | 50 | without both the spec does",
      })
  void theBestWitness(String note, boolean inStatus, Object size, String why) {
    var pass = pass(note);
    pass.draft.createdWith = inStatus ? Map.of("size", 7) : null;
    assertThat(createOnly.sentWith(pass, intent).get("size"))
        .as(why)
        .isEqualTo(Integer.valueOf(size.toString()));
  }

  @ParameterizedTest(name = "{0} characters")
  @CsvSource({"510, true", "511, false"})
  void aTextLongerThanTheStatusHoldsIsNone(int length, boolean taken) {
    var pass = pass("MINE {\"networkId\":\"" + "n".repeat(length) + "\"}");
    assertThat(createOnly.sentWith(pass, intent).get("networkId").toString().length())
        .isEqualTo(taken ? length : 2);
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "Created | false | MINE {\"size\":9} | 9  | from the note",
        "Created | false |                   | 50 | or from the spec",
        "Created | true  | MINE {\"size\":9} | 7  | what is known stays",
        "Adopted | false | MINE {\"size\":9} |    | what was taken over was not sent",
      })
  void isCompletedForWhatWasMade(
      Origin origin, boolean known, String note, Integer size, String why) {
    var pass = pass(note);
    pass.draft.own("x", origin);
    pass.draft.createdWith = known ? Map.of("size", 7) : null;
    createOnly.complete(pass);
    assertThat(pass.draft.createdWith == null ? null : pass.draft.createdWith.get("size"))
        .as(why)
        .isEqualTo(size);
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                      | {size: 50} | size 50 was (none) region ny2 was"
            + " (none) networkId n1 was (none) | nothing is known of any",
        "{size: 50, region: ny2, networkId: n1}  | {} | '' | all as it was sent",
        "{size: 50, region: ams1, networkId: n1} | {} | region ny2 was ams1 | another region",
        "{size: 50, region: ams1, networkId: n1} | {region: ams1} | '' | the kind judges what shows",
        "{size: 50, region: ny2, networkId: n0}  | {region: ny2} | networkId n1 was n0 | not shown",
      })
  void whatWasChangedTooLate(String sent, String observed, String is, String why) {
    Map<String, Object> createdWith = readMap(sent);
    var seen = desk.read(SharedDrive.class, "d", "status: {observed: " + observed + "}");
    var shown = is.startsWith("size") ? null : seen.getStatus().observed();
    var drift = createOnly.changed(drive.getSpec(), createdWith, shown);
    assertThat(
            String.join(
                " ",
                drift.stream()
                    .map(d -> d.field() + " " + d.declared() + " was " + d.actual())
                    .toList()))
        .as(why)
        .isEqualTo(is);
  }

  private Map<String, Object> readMap(String yaml) {
    var sent = desk.read(SharedDrive.class, "d", "status: {createdWith: " + yaml + "}");
    return sent.getStatus().createdWith();
  }

  @Test
  void whatWasNeverNotedIsNotCompared() {
    assertThat(createOnly.changed(drive.getSpec(), null, null)).isEmpty();
  }

  @Test
  void aReferenceIsTheNameAlone() {
    var kind = new CreateOnly(ProjectSecret.class);
    var spec =
        desk.read(ProjectSecret.class, "s", "spec: {projectRef: {name: home}, name: S}").getSpec();
    var sent = kind.of(spec);
    assertThat(sent).isEqualTo(Map.of("projectRef", Map.of("name", "home"), "name", "S"));
    var other =
        desk.read(ProjectSecret.class, "s", "spec: {projectRef: {name: new}, name: S}").getSpec();
    var drift = kind.changed(other, sent, null);
    assertThat(drift).singleElement().matches(it -> it.declared().equals("new"));
    assertThat(drift.get(0).actual()).isEqualTo("home");
    var removed = desk.read(ProjectSecret.class, "s", "spec: {name: S}").getSpec();
    assertThat(kind.changed(removed, sent, null)).as("a field that is left out").isEmpty();
  }
}
