package com.paperspace.operator.reconcile.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.ManagedStatus.Origin;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.cloud.Cloud;
import com.paperspace.operator.reconcile.cloud.Cloud.Thing;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.status.LookAgainException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken over, and what it then is. */
class AdoptionTest {
  private final Cloud cloud = new Cloud();
  private Desk desk = Desk.bare();
  private Reconciliation<?, ?> pass;

  private Adoption<Thing> adoption() {
    var ownership = new Ownership<Thing>(desk.services);
    var candidates = new Candidates<>(desk.services.pacing(), ownership);
    return new Adoption<>(desk.services, ownership, candidates);
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | false | {}                        | none | what has the name is no matter",
        "0 | false | {adoption: ByName}        | none | there is none",
        "1 | false | {adoption: ByName}        | x1 | asked for",
        "1 | false | {management: ObserveOnly} | x1 | to be watched",
        "2 | false | {adoption: ByName}        | AmbiguousExternal | nobody knows which",
        "2 | true  | {adoption: ByName}        | x2 | the other is somebody's",
        "1 | true  | {adoption: ByName}        | OwnershipConflict | it is somebody's",
        "1 | true  | {adoption: Never}         | none | a second one is asked for",
        "1 | true  | {management: ObserveOnly} | none | watching makes nothing",
      })
  void whatHasTheName(int there, boolean taken, String policy, String is, String why) {
    for (int i = 1; i <= there; i++) {
      cloud.add("x" + i, "p", null);
    }
    cloud.add("y", "q", null);
    if (taken) {
      desk.project("other", "status: {id: x1, account: {teamId: team-a}}");
    }
    assertThat(candidate(policy)).as(why).isEqualTo(is);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{adoption: ByName}", "{management: ObserveOnly}"})
  void whatHasNoNameIsAnybodys(String policy) {
    cloud.named = false;
    cloud.add("x", "", null);
    assertThat(candidate(policy)).isEqualTo("none");
  }

  /** A parent that holds nothing else tells as much as a name. */
  @Test
  void whatHasNoNameIsTakenWhereItIsTheOnlyFreeOneOfItsScope() {
    cloud.named = false;
    cloud.foundByScope = true;
    cloud.add("x", "", null);
    assertThat(candidate("{}")).isEqualTo("none");
    assertThat(candidate("{adoption: ByName}")).isEqualTo("x");
    cloud.add("y", "", null);
    assertThat(candidate("{adoption: ByName}")).isEqualTo("AmbiguousExternal");
  }

  private String candidate(String policy) {
    var resource = desk.project("p", "spec: {name: p, policy: " + policy + "}");
    var found = new AtomicReference<>("none");
    var ended =
        Desk.ended(
            () ->
                adoption()
                    .candidate(cloud.of(desk.pass(resource)))
                    .ifPresent(it -> found.set(it.id())));
    return ended.map(it -> it.reason().name()).orElse(found.get());
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "true  | {}                        | AlreadyExists | a create would change it",
        "true  | {adoption: ByName}        | x | asked for",
        "true  | {management: ObserveOnly} | x | to be watched",
        "false | {}                        | none | it is to be made",
      })
  void whatStandsUnderTheKey(boolean there, String policy, String is, String why) {
    cloud.key = Cloud.SCOPE + "/p";
    if (there) {
      cloud.add("x", "p", null);
    }
    desk.services.memos().of("p-uid").reserve("a key");
    assertThat(candidate(policy)).as(why).isEqualTo(is);
    assertThat(desk.services.memos().of("p-uid").reserved().isEmpty())
        .as("a key that is of no use is given back")
        .isEqualTo(is.equals("AlreadyExists"));
  }

  @Test
  void theIdThatIsNamedHasToBeThere() {
    pass = desk.pass(desk.project("p", "spec: {name: p, externalId: x}"));
    var ended = Desk.ended(() -> adoption().byId(cloud.of(pass))).orElseThrow();
    assertThat(ended.reason()).isEqualTo(Reason.ExternalMissing);
    assertThat(ended.isStalled()).isTrue();
    assertThat(ended.isGone()).isTrue();
    assertThat(ended.message())
        .startsWith("spec.externalId: team team-a has no PaperspaceProject x.");
  }

  /** What is advised must be possible, and must not do more than it says. */
  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                        | named   | Correct it, or remove it to have a new one made.",
        "{management: ObserveOnly} | named   | Correct it, or remove it to have the one named p observed.",
        "{management: ObserveOnly} | unnamed | Correct it: without a name it can be found by nothing else.",
        "{management: ObserveOnly} | scoped  | Correct it, or remove it to have the only one observed that stands beside it and no resource manages.",
        "{management: ObserveOnly} | act     | Correct it: nothing else tells which PaperspaceProject is meant.",
        "{}                        | act     | Correct it. Without it the PaperspaceProject would be carried out now, and that cannot be undone.",
      })
  void whatIsAdvisedWhereTheIdLeadsNowhere(String policy, String sort, String advice) {
    sort(sort);
    pass = desk.pass(desk.project("p", "spec: {name: p, externalId: x, policy: " + policy + "}"));
    var ended = Desk.ended(() -> adoption().byId(cloud.of(pass))).orElseThrow();
    assertThat(ended.message()).endsWith(" " + advice);
  }

  private void sort(String sort) {
    cloud.named = sort.equals("named");
    cloud.foundByScope = sort.equals("scoped");
    cloud.oneShot = sort.equals("act");
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                        | true  |   | it is held, and brought to the spec",
        "{drift: Report}           | true  | 1 | its differences are only shown",
        "{management: ObserveOnly} | false |   | it is not held",
      })
  void whatWasTakenOver(String policy, boolean held, Long applied, String why) {
    desk = Desk.inKubernetes().withAccount();
    var x = cloud.add("x", "p", null);
    pass = desk.pass(desk.stored("p", "spec: {name: p, externalId: x, policy: " + policy + "}"));
    pass.draft.appliedGeneration = 7L;
    assertThat(adoption().byId(cloud.of(pass))).isEqualTo(x);
    assertThat(pass.draft.id).isEqualTo("x");
    assertThat(pass.draft.origin()).isEqualTo(Origin.Adopted);
    assertThat(pass.draft.appliedGeneration).as(why).isEqualTo(applied);
    assertThat(Metadata.finalizers(pass.resource).contains(Annotations.FINALIZER))
        .as(why)
        .isEqualTo(held);
    assertThat(desk.events())
        .containsExactly(
            policy.contains("ObserveOnly")
                ? "Normal Adopted Found x, which is only looked at (policy.management: ObserveOnly)."
                : "Normal Adopted Took over x.");
  }

  @ParameterizedTest(name = "gone: {0}")
  @ValueSource(booleans = {true, false})
  void nothingIsTakenOverWithAnAccountThatGoes(boolean gone) {
    desk = Desk.inKubernetes().withAccount();
    var account = desk.account("default", "spec: {secretRef: {name: s}}");
    cloud.add("x", "p", null);
    pass = desk.pass(desk.stored("p", "spec: {name: p, externalId: x}"));
    if (gone) {
      // Between the look at it and here.
      desk.gone(account);
      assertThatThrownBy(() -> adoption().byId(cloud.of(pass)))
          .isInstanceOf(LookAgainException.class);
    } else {
      account.getMetadata().setDeletionTimestamp(desk.time.instant().toString());
      var ended = Desk.ended(() -> adoption().byId(cloud.of(pass))).orElseThrow();
      assertThat(ended.reason()).isEqualTo(Reason.WaitingForAccount);
      assertThat(pass.draft.hasId()).isFalse();
      assertThat(Metadata.finalizers(pass.resource)).as("held").isEmpty();
    }
    assertThat(desk.events()).isEmpty();
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "0   | p | team-a | true  | made when the create was sent",
        "-5  | p | team-a | true  | the clocks are known to a few seconds",
        "-6  | p | team-a | false | older than the create",
        "90  | p | team-a | true  | made as late as a create can arrive",
        "91  | p | team-a | false | made later",
        "    | p | team-a | true  | its time is not told",
        "0   | q | team-a | false | another name was sent",
        "0   | p | team-b | false | with the key of another team",
      })
  void whatAnOpenCreateOfAnotherMayHaveMadeIsLeft(
      Long made, String name, String team, boolean left, String why) {
    var at = desk.time.instant();
    var maker = desk.project("maker", "spec: {name: p}");
    var intent = "maker-uid.nonce@" + at + "#" + team + " name " + Cloud.SCOPE + "/" + name;
    maker.getMetadata().setAnnotations(Map.of(Annotations.CREATE_INTENT, intent));
    maker.getMetadata().setFinalizers(List.of(Annotations.FINALIZER));
    cloud.add("x", "p", made == null ? null : at.plusSeconds(made));
    assertThat(candidate("{management: ObserveOnly}")).as(why).isEqualTo(left ? "Creating" : "x");
  }

  @Test
  void whatAnotherManagesIsLeft() {
    cloud.add("x", "p", null);
    desk.claims.claim("cloud/PaperspaceProject/team-a/x", desk.project("q", "spec: {name: q}"));
    PaperspaceProject resource = desk.project("p", "spec: {name: p, externalId: x}");
    pass = desk.pass(resource);
    var ended = Desk.ended(() -> adoption().byId(cloud.of(pass))).orElseThrow();
    assertThat(ended.reason()).isEqualTo(Reason.OwnershipConflict);
    assertThat(pass.draft.hasId()).isFalse();
  }
}
