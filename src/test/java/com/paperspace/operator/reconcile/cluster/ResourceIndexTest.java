package com.paperspace.operator.reconcile.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.cloud.Known;
import com.paperspace.operator.support.VirtualTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of all resources, and who has which cloud object. */
class ResourceIndexTest {
  private static final String X = IndexKey.cloud(PaperspaceProject.class, Desk.TEAM, "x");
  private static final String HAS_X = "status: {id: x, account: {teamId: team-a}}";

  private final Desk desk = Desk.bare();
  private final ResourceIndex index = desk.index;
  private final ClaimRegistry claims = desk.claims;

  private static List<String> names(List<PaperspaceResource<?, ?>> resources) {
    return resources.stream().map(it -> it.getMetadata().getName()).toList();
  }

  private PaperspaceProject aged(String name, String created) {
    var project = desk.project(name, HAS_X);
    project.getMetadata().setCreationTimestamp(created);
    return project;
  }

  @Test
  void isOpenOnceEveryKindIsKnown() {
    assertThat(index.isOpen()).isTrue();
    assertThat(index.kinds())
        .containsExactlyInAnyOrder(PaperspaceProject.class, PaperspaceAccount.class);
    var fresh = new ResourceIndex();
    assertThat(fresh.isOpen()).as("no kind is announced yet").isFalse();
    fresh.expect(PaperspaceProject.class);
    assertThat(fresh.isOpen()).as("no informer yet").isFalse();
    var known = new Known<PaperspaceProject>();
    var time = new VirtualTime();
    var wakeUps = new WakeUps<>(PaperspaceProject.class, time, known::get);
    fresh.add(PaperspaceProject.class, known, it -> List.of(), wakeUps);
    assertThat(fresh.isOpen()).as("no first list yet").isFalse();
    wakeUps.start();
    assertThat(fresh.isOpen()).isTrue();
    assertThat(fresh.isOpen("here")).isTrue();
    fresh.doors().close("here");
    assertThat(fresh.isOpen("here")).as("that namespace is closed").isFalse();
    assertThat(fresh.isOpen("there")).isTrue();
  }

  @Test
  void findsByNameAndByUid() {
    var project = desk.project("p", "spec: {name: p}");
    desk.account("p", "spec: {secretRef: {name: s}}");
    assertThat(index.find(PaperspaceProject.class, desk.namespace, "p")).contains(project);
    assertThat(index.find(PaperspaceProject.class, "other", "p")).isEmpty();
    assertThat(index.find(PaperspaceProject.class, desk.namespace, "q")).isEmpty();
    assertThat(index.find("p-uid")).isPresent();
    assertThat(index.find("q-uid")).isEmpty();
    assertThat(new ResourceIndex().find(PaperspaceProject.class, "n", "p")).isEmpty();
    assertThat(names(index.in(desk.namespace))).containsExactlyInAnyOrder("p", "p");
    assertThat(index.in("other")).isEmpty();
  }

  @Test
  void usersComeOldestFirst() {
    aged("young", "2026-01-02T00:00:00Z");
    aged("old", "2026-01-01T00:00:00Z");
    aged("b", "2026-01-03T00:00:00Z");
    aged("a", "2026-01-03T00:00:00Z");
    desk.project("none", "spec: {name: p}");
    assertThat(names(index.users(X))).containsExactly("old", "young", "a", "b");
  }

  @Test
  void wakesUsersAndSingleOnes() {
    desk.project("p", HAS_X);
    desk.project("q", "spec: {name: q}");
    index.wakeUsers(X);
    assertThat(desk.woken).containsExactly("p");
    index.wake(PaperspaceProject.class, desk.namespace, "q");
    assertThat(desk.woken).containsExactly("p", "q");
    index.wake(String.class, desk.namespace, "q");
    index.waker(PaperspaceProject.class, desk.namespace, "p").run();
    assertThat(desk.woken).containsExactly("p", "q", "p");
    assertThat(index.waker(PaperspaceProject.class, "n", "p"))
        .isEqualTo(index.waker(PaperspaceProject.class, "n", "p"))
        .isNotEqualTo(index.waker(PaperspaceProject.class, "n", "q"));
  }

  @Test
  void cloudIdsAreThoseOfATeam() {
    desk.project("p", HAS_X);
    desk.project("o", "status: {id: y, account: {teamId: team-b}}");
    desk.project("q", "status: {id: z}");
    desk.project("r", "status: {account: {teamId: team-a}}");
    desk.project("s", "spec: {name: s}");
    desk.project("t", "status: {id: t, account: {teamId: team-a}}");
    assertThat(index.cloudIds(PaperspaceProject.class, Desk.TEAM, it -> true))
        .containsExactly("x", "t");
    assertThat(
            index.cloudIds(
                PaperspaceProject.class, Desk.TEAM, it -> it.getStatus().id().equals("t")))
        .containsExactly("t");
    assertThat(index.cloudIds(String.class, Desk.TEAM, it -> true)).isEmpty();
  }

  @Test
  void showsAllThereIsAsTheCacheHoldsIt() {
    var project = desk.project("p", HAS_X);
    desk.project("r", "spec: {name: s}");
    assertThat(index.all()).hasSize(2).anySatisfy(it -> assertThat(it).isSameAs(project));
  }

  @Test
  void whatIsOutOfSightStillHasItsCloudObject() {
    var project = desk.project("p", HAS_X);
    desk.project("stays", "spec: {name: s}");
    index.freeze("other");
    assertThat(index.thaw("other")).as("nothing was there").isEmpty();
    index.freeze(desk.namespace);
    desk.gone(project);
    assertThat(names(index.users(X))).containsExactly("p");
    assertThat(index.find("p-uid")).isPresent();
    index.freeze(desk.namespace);
    assertThat(index.users(X)).as("a join that failed knows fewer").isNotEmpty();

    var went = index.thaw(desk.namespace);
    assertThat(went).extracting(Frozen.One::uid).containsExactly("p-uid");
    assertThat(went.get(0).keys()).contains(X);
    assertThat(index.users(X)).isEmpty();
    assertThat(index.thaw(desk.namespace)).isEmpty();
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "false, false, true, nobody's status names it",
    "true,  false, false, the other's status names it",
    "true,  true,  true, both name it and this one is older",
  })
  void whereNobodyHoldsIt(boolean otherNames, boolean mineNames, boolean mine, String why) {
    var none = "spec: {name: p}";
    var resource = desk.project("mine", mineNames ? HAS_X : none);
    resource.getMetadata().setCreationTimestamp("2026-01-01T00:00:00Z");
    desk.project("other", otherNames ? HAS_X : none);
    assertThat(claims.claim(X, resource).isEmpty()).as(why).isEqualTo(mine);
    claims.free(X);
    assertThat(desk.woken).as("who has to wait").isEqualTo(mine ? List.of() : List.of("mine"));
  }

  @Test
  void aClaimHoldsAgainstAnOlderOneWhoseStatusNamesIt() {
    var holder = desk.project("holder", "spec: {name: p}");
    assertThat(claims.claim(X, holder)).isEmpty();
    assertThat(claims.claim(X, aged("forged", "2026-01-01T00:00:00Z"))).contains(holder);
    claims.release(X, "holder-uid");
    assertThat(desk.woken).containsExactly("forged");
  }

  @Test
  void whoIsYoungerStandsBack() {
    var old = aged("old", "2026-01-01T00:00:00Z");
    var young = aged("young", "2026-01-02T00:00:00Z");
    assertThat(claims.claim(X, young)).contains(old);
    assertThat(claims.claim(X, old)).isEmpty();
  }

  @Test
  void aClaimOfOneThatIsGoneIsNone() {
    var first = desk.project("first", "spec: {name: p}");
    assertThat(claims.claim(X, first)).isEmpty();
    desk.gone(first);
    var second = desk.project("second", "spec: {name: p}");
    assertThat(claims.claim(X, second)).isEmpty();
    claims.release(X, "first-uid");
    assertThat(claims.claim(X, desk.project("third", "spec: {name: p}")))
        .as("only its holder gives it up")
        .isPresent();
  }

  @Test
  void whoWaitsIsWokenOnceAndNotWhenItIsGone() {
    var first = desk.project("first", "spec: {name: p}");
    var second = desk.project("second", "spec: {name: p}");
    var third = desk.project("third", "spec: {name: p}");
    assertThat(claims.claim(X, first)).isEmpty();
    assertThat(claims.claim(X, second)).isPresent();
    assertThat(claims.claim(X, third)).isPresent();
    claims.release("third-uid");
    assertThat(desk.woken).isEmpty();
    claims.release("first-uid");
    assertThat(desk.woken).containsExactly("second");
    assertThat(claims.claim(X, second)).isEmpty();
    claims.free(X);
    assertThat(desk.woken).hasSize(1);
  }

  @Test
  void whatWentWhileItWasOutOfSightIsFree() {
    var first = desk.project("first", HAS_X);
    assertThat(claims.claim(X, first)).isEmpty();
    index.freeze(desk.namespace);
    desk.gone(first);
    var second = desk.project("second", "spec: {name: p}");
    assertThat(claims.claim(X, second)).as("it still has it").isPresent();
    claims.thaw(desk.namespace);
    assertThat(desk.woken).containsExactly("second");
    assertThat(claims.claim(X, second)).isEmpty();
  }
}
