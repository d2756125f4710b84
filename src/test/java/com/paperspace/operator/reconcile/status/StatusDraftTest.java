package com.paperspace.operator.reconcile.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.ManagedStatus;
import com.paperspace.operator.api.ManagedStatus.AccountUse;
import com.paperspace.operator.api.ManagedStatus.Attempt;
import com.paperspace.operator.api.ManagedStatus.Edit;
import com.paperspace.operator.api.ManagedStatus.Operation;
import com.paperspace.operator.api.ManagedStatus.Origin;
import com.paperspace.operator.api.ManagedStatus.Refusal;
import com.paperspace.operator.api.ManagedStatus.Report;
import com.paperspace.operator.reconcile.adapter.Drift;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a pass takes from a status, which others may have damaged, and what it leaves in it. */
class StatusDraftTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private static ManagedStatus<String> status(String origin, Operation operation) {
    return new ManagedStatus<>(
        3L,
        2L,
        "ps1",
        origin,
        Map.of("region", "ny2"),
        new AccountUse("default", "team", "user"),
        List.of(),
        List.of(new ManagedStatus.FieldDrift("f", "1", "2")),
        operation,
        "open",
        "intent",
        List.of(new Attempt("f", "hash", "Sent")),
        new Refusal("InvalidSpec", "no"),
        List.of(new Report("f", "hash", "other")),
        new Edit(3L, List.of("g")),
        "gone?",
        Map.of("mark", "1"),
        "token",
        "observed");
  }

  private static StatusDraft<String> draft() {
    return StatusDraft.from(status("Created", null), NOW);
  }

  @Test
  void whatNothingChangedComesBackAsItWas() {
    var status = status("Created", new Operation("Creating", "2026-11-21T09:59:00Z", "ev1"));
    assertThat(StatusDraft.from(status, NOW).build()).isEqualTo(status);
  }

  @Test
  void aNewObjectHasAnEmptyStatus() {
    assertThat(StatusDraft.<String>from(null, NOW).build())
        .isEqualTo(
            new ManagedStatus<String>(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null, null));
  }

  @Test
  void entriesSomebodyDamagedAreLeftOut() {
    var draft = StatusDraft.from(damaged(), NOW);
    assertThat(draft.attempts).containsOnlyKeys("f");
    assertThat(draft.reported).containsOnlyKeys("f");
    assertThat(draft.build().attempts()).hasSize(1);
  }

  private static ManagedStatus<String> damaged() {
    var good = status("Created", null);
    return new ManagedStatus<>(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Arrays.asList(null, new Attempt(null, "hash", "Sent"), good.attempts().get(0)),
        null,
        Arrays.asList(null, new Report(null, "hash", "hash"), good.reported().get(0)),
        null,
        null,
        null,
        null,
        null);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "2026-11-21T09:00:00Z, 2026-11-21T09:00:00Z, as it stands",
    "2026-11-21T10:01:00Z, 2026-11-21T10:01:00Z, another clock may be a minute ahead",
    "2027-11-21T10:00:00Z, 2026-11-21T10:00:00Z, what cannot have been began at the latest now",
    "soon, , one damaged by hand is none",
    ", , one without a time is none",
  })
  void anOperationHasATimeThatCanBe(String noted, String taken, String why) {
    var draft = StatusDraft.from(status("Created", new Operation("Creating", noted, "ev1")), NOW);
    var expected = taken == null ? null : new Operation("Creating", taken, "ev1");
    assertThat(draft.operation).as(why).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "Created, Created, made by us",
    "Adopted, Adopted, taken over",
    ", Adopted, what does not say is not ours to destroy",
    "Stolen, Adopted, nor is what nobody understands",
  })
  void whatWasNotMadeByUsWasTakenOver(String noted, Origin origin, String why) {
    var draft = StatusDraft.from(status(noted, null), NOW);
    assertThat(draft.origin()).as(why).isEqualTo(origin);
    assertThat(draft.build().origin()).isEqualTo(origin.name());
  }

  @Test
  void withoutAnIdThereIsNoOrigin() {
    var draft = draft();
    draft.id = "";
    assertThat(draft.hasId()).isFalse();
    assertThat(draft.build().origin()).isNull();
  }

  @Test
  void whatIsTakenOverWasCreatedWithNothingWeKnow() {
    var made = draft();
    made.own("ps2", Origin.Created);
    assertThat(made.build().createdWith()).containsEntry("region", "ny2");
    assertThat(made.build().id()).isEqualTo("ps2");
    made.own("ps3", Origin.Adopted);
    assertThat(made.build().createdWith()).isNull();
    assertThat(made.build().origin()).isEqualTo("Adopted");
  }

  @Test
  void whatIsForgottenLeavesOnlyWhatIsAboutTheResource() {
    var draft = StatusDraft.from(status("Created", new Operation("X", NOW.toString(), null)), NOW);
    draft.forget();
    assertThat(draft.build())
        .isEqualTo(
            new ManagedStatus<String>(
                3L,
                null,
                null,
                null,
                null,
                new AccountUse("default", "team", "user"),
                List.of(),
                null,
                null,
                null,
                "intent",
                null,
                null,
                null,
                null,
                null,
                null,
                "token",
                null));
  }

  @Test
  void aCreateThatIsForgottenLeavesWhatTheCloudObjectHas() {
    var owned = draft();
    owned.openIntent = "x";
    owned.forgetCreate();
    assertThat(owned.build().createdWith()).containsEntry("region", "ny2");
    assertThat(owned.openIntent).isNull();
    assertThat(owned.marks).containsOnlyKeys("mark");

    var without = draft();
    without.id = null;
    without.forgetCreate();
    assertThat(without.build().createdWith()).isNull();
  }

  @Test
  void aMarkWithoutAValueIsTakenOff() {
    var draft = draft();
    var marks = new HashMap<String, String>();
    marks.put("mark", null);
    marks.put("more", "2");
    draft.remember(marks);
    assertThat(draft.marks).isEqualTo(Map.of("more", "2"));
  }

  @Test
  void differencesFitTheSchema() {
    var draft = draft();
    draft.drift(
        IntStream.range(0, 21).mapToObj(i -> Drift.correctable("x".repeat(300), i, "a")).toList());
    assertThat(draft.drift).hasSize(20);
    assertThat(draft.drift.get(0).field()).hasSize(256);
    assertThat(draft.drift.get(19).declared()).isEqualTo("19");
    assertThat(draft.drift.get(19).actual()).isEqualTo("a");
    draft.drift(List.of());
    assertThat(draft.build().drift()).isNull();
  }

  @Test
  void aCreateInVainLeavesNothingToFit() {
    var intent = new Intent("uid.n@t", NOW, NOW, "te", Intent.Target.named("s", "n"));
    var made = draft();
    made.settleInVain(intent);
    assertThat(made.completedIntent).isEqualTo("uid.n@t");
    assertThat(made.openIntent).isNull();
    assertThat(made.createdWith).as("that of the object there is").isNotNull();
    var none = draft();
    none.id = null;
    none.settleInVain(intent);
    assertThat(none.createdWith).isNull();
  }
}
