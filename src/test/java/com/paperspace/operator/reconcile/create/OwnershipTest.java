package com.paperspace.operator.reconcile.create;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.ManagedStatus.AccountUse;
import com.paperspace.operator.api.ManagedStatus.Origin;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.kind.ProjectKind;
import com.paperspace.operator.reconcile.adapter.SharedField;
import com.paperspace.operator.reconcile.cloud.Cloud;
import com.paperspace.operator.reconcile.cloud.Cloud.Thing;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.cloud.External;
import com.paperspace.operator.reconcile.cluster.Dependents;
import com.paperspace.operator.reconcile.status.StatusDraft;
import com.paperspace.operator.reconcile.status.Verdict;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first claim of a cloud object wins, and whoever comes second is told and woken. */
class OwnershipTest {
  private static final Thing X = new Thing("x", "p", null);

  private final Desk desk = Desk.bare();
  private final Cloud cloud = new Cloud();
  private final Ownership<Thing> ownership = new Ownership<>(desk.services);
  private final FieldClaims fields = new FieldClaims(desk.services);
  private final PaperspaceProject first = desk.project("first", "spec: {name: p}");
  private final PaperspaceProject second = desk.project("second", "spec: {name: p}");

  private External<Thing> of(PaperspaceProject resource) {
    return cloud.of(desk.pass(resource));
  }

  @Test
  void theFirstClaimWinsAndHoldsWhenRepeated() {
    ownership.claim(of(first), "x");
    ownership.claim(of(first), "x");
    var ended = Desk.ended(() -> ownership.claim(of(second), "x")).orElseThrow();
    assertThat(ended.reason()).isEqualTo(Reason.OwnershipConflict);
    assertThat(ended.isStalled()).isTrue();
    assertThat(ended.message()).contains("already managed by PaperspaceProject/first;");
    assertThat(Desk.ended(() -> ownership.claim(of(second), "y"))).as("another one").isEmpty();
  }

  @Test
  void aNameOfAnotherNamespaceIsNotTold() {
    first.getMetadata().setNamespace("elsewhere");
    ownership.claim(of(first), "x");
    assertThat(Desk.ended(() -> ownership.claim(of(second), "x")).orElseThrow().message())
        .contains("already managed by a PaperspaceProject of another namespace;");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "'', true, nobody's status names it",
    "first, true, his own does",
    "second, false, another's does",
  })
  void isFree(String named, boolean free, String why) {
    if (!named.isEmpty()) {
      var status = "spec: {name: p}, status: {id: x, account: {teamId: team-a}}";
      desk.project(named, status);
    }
    assertThat(ownership.isFree(of(first), X)).as(why).isEqualTo(free);
  }

  @Test
  void anObjectThatIsOwnedIsNoted() {
    var external = of(first);
    external.pass().draft.account = new AccountUse("default", Desk.TEAM, "bob");
    ownership.own(external, X, Origin.Created);
    var draft = external.pass().draft;
    assertThat(draft.id).isEqualTo("x");
    assertThat(draft.origin()).isEqualTo(Origin.Created);
    assertThat(draft.account.userId()).as("whose key sees it").isEqualTo(Desk.USER);
    assertThat(Desk.ended(() -> ownership.claim(of(second), "x"))).isPresent();
  }

  private static SharedField field(String id) {
    return new SharedField(PaperspaceProject.class, id, "models");
  }

  private String claimed(PaperspaceProject resource, String... ids) {
    cloud.decidesOn = Stream.of(ids).map(OwnershipTest::field).toList();
    return Desk.ended(() -> fields.claim(of(resource))).map(Verdict::message).orElse("");
  }

  @Test
  void theFirstToDeclareAFieldDecidesOnItUntilItDeclaresItNoMore() {
    assertThat(claimed(first, "a", "b")).isEmpty();
    assertThat(claimed(first, "a", "b")).isEmpty();
    assertThat(claimed(second, "b"))
        .isEqualTo(
            "models of PaperspaceProject b: already declared by PaperspaceProject/first; nothing was"
                + " changed. Declare it in one of the two.");
    assertThat(claimed(second, "c")).isEmpty();
    desk.woken.clear();
    assertThat(claimed(second, "b")).isNotEmpty();
    assertThat(claimed(first, "a")).isEmpty();
    assertThat(desk.woken).contains("second");
    assertThat(claimed(second, "b")).isEmpty();
  }

  @Test
  void whatIsAskedForIsClaimedBeforeItShowsAndGivenBackByWhoCannotGoOn() {
    cloud.takes = List.of(field("a"));
    assertThat(claimed(first, "b")).isEmpty();
    assertThat(claimed(second)).contains("models of PaperspaceProject a: already declared by");
    cloud.decidesOn = List.of(field("b"));
    fields.narrow(of(first));
    assertThat(claimed(second)).isEmpty();
    cloud.takes = List.of();
    assertThat(claimed(second, "b")).as("what it decides on it keeps").isNotEmpty();
  }

  @Test
  void whatOnlyOneOfATeamCanBeIsToldByItsField() {
    cloud.decidesOn = List.of(new SharedField(PaperspaceProject.class, "", "isDefault"));
    assertThat(Desk.ended(() -> fields.claim(of(first)))).isEmpty();
    assertThat(Desk.ended(() -> fields.claim(of(second))).orElseThrow().message())
        .isEqualTo(
            "spec.isDefault, which one PaperspaceProject of a team can have: already declared by"
                + " PaperspaceProject/first; nothing was changed. Declare it in one of the two.");
  }

  @Test
  void whoOnlyWatchesClaimsNoField() {
    assertThat(claimed(first, "a")).isEmpty();
    var watching = desk.project("watching", "spec: {name: p, policy: {management: ObserveOnly}}");
    assertThat(claimed(watching, "a")).isEmpty();
    cloud.leavesToOthers = List.of(field("a"));
    assertThat(claimed(watching, "a")).isEmpty();
  }

  @Test
  void whatIsLeftToOthersIsDeclaredByNone() {
    cloud.leavesToOthers = List.of(field("a"));
    assertThat(claimed(second)).isEmpty();
    cloud.leavesToOthers = List.of();
    assertThat(claimed(first, "a")).isEmpty();
    desk.declared.put("first", List.of(field("a")));
    cloud.leavesToOthers = List.of(field("a"));
    assertThat(claimed(second)).contains("already declared by PaperspaceProject/first;");
    desk.woken.clear();
    cloud.leavesToOthers = List.of();
    desk.declared.clear();
    fields.release(of(first));
    assertThat(desk.woken).as("who waits for it").containsExactly("second");
    assertThat(claimed(second, "a")).isEmpty();
  }

  @Test
  void whoIsPausedIsSaidToBe() {
    assertThat(claimed(first, "a")).isEmpty();
    first.getMetadata().setAnnotations(Map.of(Annotations.PAUSED, "true"));
    assertThat(claimed(second, "a"))
        .isEqualTo(
            "models of PaperspaceProject a: left alone while PaperspaceProject/first is paused;"
                + " nothing was changed. This is looked at again when the annotation"
                + " paperspace.com/paused is taken off it.");
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "'', false, second, its status names it",
    "', marks: {refusedObject: x}', false, second, it was refused it, but nobody else has it",
    "', marks: {refusedObject: x}', true, '', it was refused it, and another has it",
    "', marks: {refusedObject: y}', true, second, it was refused another one",
  })
  void whoHasAnObjectAfterAStart(String marks, boolean both, String has, String why) {
    var status = ", status: {id: x, account: {teamId: team-a}";
    desk.project("second", "spec: {name: p}" + status + marks + "}");
    var claimant = both ? desk.project("zoe", "spec: {name: p}" + status + "}") : first;
    var ended = Desk.ended(() -> ownership.claim(of(claimant), "x"));
    assertThat(ended.map(Verdict::message).orElse("")).as(why).contains(has);
    assertThat(ended.isPresent()).isEqualTo(!has.isEmpty());
  }

  @Test
  void aKeyIsReservedUntilItIsGivenBack() {
    cloud.key = "everywhere/p";
    ownership.reserve(of(first));
    assertThat(Desk.ended(() -> ownership.reserve(of(second)))).isPresent();
    cloud.key = "everywhere/q";
    assertThat(Desk.ended(() -> ownership.reserve(of(second)))).as("another key").isEmpty();
    assertThat(desk.woken).isEmpty();

    ownership.unreserve(of(first));
    assertThat(desk.woken).as("who waits for it").containsExactly("second");
    assertThat(desk.services.memos().of("first-uid").reserved()).isEmpty();
    cloud.key = "everywhere/p";
    assertThat(Desk.ended(() -> ownership.reserve(of(second)))).isEmpty();
  }

  /** What a create has made is visible before its status is. */
  @Test
  void whoIsWokenTooEarlyIsWokenAgainWhenTheCachesShowThatTheKeyIsFree() {
    cloud.key = "everywhere/p";
    ownership.reserve(of(first));
    assertThat(Desk.ended(() -> ownership.reserve(of(second)))).isPresent();
    var intent = "first-uid.nonce@" + desk.time.instant() + "#team-a key everywhere/p";
    first.getMetadata().setAnnotations(Map.of(Annotations.CREATE_INTENT, intent));
    first.getMetadata().setFinalizers(List.of(Annotations.FINALIZER));
    ownership.unreserve(of(first));
    assertThat(Desk.ended(() -> ownership.reserve(of(second)))).as("still open").isPresent();
    var before = Dependents.of(first, ProjectKind.adapter());
    var status = new StatusDraft<PaperspaceProject.Observed>();
    status.completedIntent = intent.substring(0, intent.indexOf(' '));
    first.setStatus(status.build());

    desk.woken.clear();
    desk.claims.shown(() -> before, () -> before);
    assertThat(desk.woken).as("nothing was given back").isEmpty();
    desk.claims.shown(() -> before, () -> Dependents.of(first, ProjectKind.adapter()));
    assertThat(desk.woken).containsExactly("second");
    assertThat(Desk.ended(() -> ownership.reserve(of(second)))).isEmpty();
    desk.claims.shown(
        () -> {
          throw new AssertionError("nobody waits");
        },
        List::of);
  }

  @Test
  void withoutAKeyNothingIsReserved() {
    ownership.reserve(of(first));
    assertThat(desk.services.memos().of("first-uid").reserved()).isEmpty();
    assertThat(Desk.ended(() -> ownership.reserve(of(second)))).isEmpty();
  }

  @Test
  void aReservedKeyIsNoClaimOfTheObjectOfThatId() {
    cloud.key = "x";
    ownership.reserve(of(first));
    assertThat(Desk.ended(() -> ownership.claim(of(second), "x"))).isEmpty();
  }
}
