package com.paperspace.operator.reconcile.update;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.ManagedStatus.Edit;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Drift.Remedy;
import com.paperspace.operator.reconcile.cloud.Cloud;
import com.paperspace.operator.reconcile.cloud.Cloud.Thing;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.pass.CreateOnly;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.status.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Under Report an edit changes what it is about, however long it waits, and nothing else. */
class EditedFieldsTest {
  private static final Drift EDITED = Drift.correctable("size", "10", "5");
  private static final Drift FOREIGN = Drift.correctable("name", "ours", "theirs");
  private static final String REPORT = "spec: {name: p, policy: {drift: Report}}";

  private final Desk desk = Desk.bare();
  private final Cloud cloud = new Cloud();
  private final Thing thing = cloud.add("x", "p", null);
  private Reconciliation<?, ?> pass = pass(REPORT);

  private Reconciliation<?, ?> pass(String spec) {
    var begun = desk.pass(desk.read(PaperspaceProject.class, "p", spec));
    begun.draft.id = "x";
    return begun;
  }

  /** The next look, over what the last has left. */
  private void later(String spec) {
    var before = pass.draft;
    desk.after(Duration.ofHours(2));
    pass = pass(spec);
    pass.draft.attempts = before.attempts;
    pass.draft.reported = before.reported;
    pass.draft.refusal = before.refusal;
    pass.draft.edit = before.edit;
    pass.draft.appliedGeneration = before.appliedGeneration;
  }

  private Verdict look(Drift... differs) {
    cloud.drift = List.of(differs);
    return new Update<Thing>(desk.services, new CreateOnly(PaperspaceProject.class))
        .converge(cloud.of(pass), thing);
  }

  @ParameterizedTest
  @EnumSource(names = {"NEEDS_STOP", "REPLACE"})
  void whatChangesWhileAnEditWaitsIsLeft(Remedy waits) {
    look(EDITED.with(waits));
    later(REPORT);
    var verdict = look(EDITED.with(waits), FOREIGN);
    assertThat(cloud.sent).isEmpty();
    assertThat(verdict.reason()).isIn(Reason.DisruptionRequired, Reason.ReplaceRequired);
    assertThat(pass.draft.drift).extracting(it -> it.field()).contains("name");
    assertThat(pass.draft.reported).containsOnlyKeys("name");
  }

  @Test
  void whatChangesWhileAnEditIsRefusedIsLeft() {
    cloud.failure = new PaperspaceException(PaperspaceException.Reason.INVALID, 400, "no");
    look(EDITED);
    later(REPORT);
    look(EDITED, FOREIGN);
    assertThat(cloud.sent).containsExactly("change size", "change size");
  }

  @Test
  void theEditIsCarriedOutAndTheRestIsToldOf() {
    look(EDITED.with(Remedy.NEEDS_STOP));
    later(REPORT);
    cloud.whenSent = () -> cloud.drift = List.of(FOREIGN);
    var verdict = look(EDITED, FOREIGN);
    assertThat(cloud.sent).containsExactly("change size");
    assertThat(verdict.reason()).isEqualTo(Reason.DriftReported);
    assertThat(pass.draft.edit).isNull();
    assertThat(pass.isApplied()).isTrue();
  }

  @Test
  void anotherEditMayAskForWhatWasChangedElsewhere() {
    look(EDITED.with(Remedy.NEEDS_STOP));
    later(REPORT);
    look(EDITED.with(Remedy.NEEDS_STOP), FOREIGN);
    later(REPORT);
    pass.resource.getMetadata().setGeneration(2L);
    look(EDITED.with(Remedy.NEEDS_STOP), FOREIGN);
    assertThat(cloud.sent).as("it stood, and was not touched").isEmpty();
    later(REPORT);
    pass.resource.getMetadata().setGeneration(3L);
    look(EDITED.with(Remedy.NEEDS_STOP), Drift.correctable("name", "new", "theirs"));
    assertThat(cloud.sent).containsExactly("change name");
  }

  /** The power that a stop for the edit took: were it not noted first, a crash would leave it. */
  @Test
  void whatAStepOnTheWayMakesDifferIsNotedBeforeItAndPutBack() {
    var power = Drift.correctable("power", "On", "Off");
    cloud.unsettles = Set.of("power");
    var verdict = look(EDITED);
    assertThat(cloud.sent).isEmpty();
    assertThat(verdict.notAfter()).isZero();
    assertThat(pass.draft.edit.fields()).containsExactly("power", "size");
    later(REPORT);
    look(EDITED);
    assertThat(cloud.sent).containsExactly("change size");
    cloud.unsettles = Set.of();
    later(REPORT);
    look(power);
    assertThat(cloud.sent).containsExactly("change size", "change power");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "spec: {name: p}",
        "spec: {name: p, policy: {drift: Report, management: ObserveOnly}}",
      })
  void noEditIsNotedWhereAllOrNothingIsChanged(String spec) {
    pass = pass(spec);
    pass.draft.edit = new Edit(1L, List.of("size"));
    look(EDITED.with(Remedy.NEEDS_STOP));
    assertThat(pass.draft.edit).isNull();
  }

  /** Each look would send the first few anew, and the edit would count as carried out. */
  @Test
  void moreThanCanBeNotedHideNothing() {
    pass.draft.appliedGeneration = 1L;
    look(members(0, 300));
    assertThat(pass.draft.reported).hasSize(Attempts.MOST);
    later(REPORT);
    pass.resource.getMetadata().setGeneration(2L);
    var all = members(0, 301);
    all[300] = EDITED;
    cloud.whenSent = () -> cloud.drift = List.of(members(0, 300));
    look(all);
    assertThat(cloud.sent).containsExactly("change size");
    assertThat(pass.isApplied()).as("some of it may still wait").isFalse();
  }

  private static Drift[] members(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> Drift.correctable("tags[t" + i + "]", "absent", "present"))
        .toArray(Drift[]::new);
  }
}
