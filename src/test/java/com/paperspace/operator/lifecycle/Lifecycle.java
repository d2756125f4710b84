package com.paperspace.operator.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** The life of a resource, told once for every kind. */
final class Lifecycle {
  private static final String NAME = "subject";

  private final Rig rig;
  private final KindScript script;

  Lifecycle(Rig rig, KindScript script) {
    this.rig = rig;
    this.script = script;
  }

  void run() throws InterruptedException {
    rig.startOperator().account();
    script.prepare().accept(rig);
    createsOne();
    restsForAnHour();
    carriesOutAChange();
    putsDriftRight();
    leavesAPausedObjectAlone();
    survivesANewKey();
    deletes();
    retainsAndAdopts();
    assertThat(rig.cloud.violations()).as("requests against the contract").isEmpty();
  }

  private void createsOne() {
    rig.apply(script.manifest(NAME, script.spec(), ""));
    var ready = untilReady();
    assertThat(cloudObjects()).as("one object").hasSize(1);
    assertThat(ready.getStatus().id()).isNotBlank();
    assertThat(Rig.is(ready, "Synced", "True")).isTrue();
    assertThat(Rig.condition(ready, "Reconciling")).isEmpty();
    assertThat(Rig.condition(ready, "Stalled")).isEmpty();
  }

  private void restsForAnHour() throws InterruptedException {
    // What was left to the next pass is due at once.
    rig.time.advance(Duration.ZERO);
    rig.settle();
    rig.journal.clear();
    int mark = rig.cloud.journal().size();
    rig.time.advance(Duration.ofHours(1));
    rig.settle();
    assertThat(rig.journal.writes()).as("Kubernetes writes in an hour of rest").isEmpty();
    assertThat(rig.journal.events()).as("events in an hour of rest").isEmpty();
    var calls = rig.cloud.journal().since(mark);
    assertThat(calls).as("it does look").isNotEmpty();
    assertThat(calls).as("API writes in an hour of rest").noneMatch(call -> call.mutating());
  }

  private void carriesOutAChange() {
    rig.apply(script.manifest(NAME, script.changed(), ""));
    rig.passTimeUntil("the change arrives", () -> theObject(script.isChanged()));
    untilReady();
    assertThat(cloudObjects()).as("changed, not replaced").hasSize(1);
  }

  private void putsDriftRight() throws InterruptedException {
    // A write-only value gives itself away by the time it was changed, so some must pass.
    rig.time.advance(Duration.ofSeconds(5));
    script.disturb().accept(rig, id());
    rig.passTimeUntil("drift is put right", () -> theObject(script.isDisturbed().negate()));
    untilReady();
    assertThat(events("DriftCorrected")).as("events").isNotEmpty();
  }

  private void leavesAPausedObjectAlone() throws InterruptedException {
    rig.annotate(script.kind(), NAME, Annotations.PAUSED, "true");
    until(r -> Rig.condition(r, "Synced").filter(c -> c.reason().equals("Paused")).isPresent());
    rig.time.advance(Duration.ofSeconds(5));
    script.disturb().accept(rig, id());
    int mark = rig.cloud.journal().size();
    rig.time.advance(Duration.ofMinutes(30));
    rig.settle();
    assertThat(rig.cloud.journal().since(mark)).noneMatch(call -> call.mutating());
    rig.annotate(script.kind(), NAME, Annotations.PAUSED, null);
    rig.passTimeUntil("it goes on", () -> theObject(script.isDisturbed().negate()));
    untilReady();
  }

  private void survivesANewKey() throws InterruptedException {
    rig.cloud.rotateKey(Rig.KEY, "another-key");
    rig.secret("paperspace", "apiKey", "another-key");
    rig.time.advance(Duration.ofMinutes(20));
    rig.untilReady(PaperspaceAccount.class, "default");
    untilReady();
    assertThat(cloudObjects()).hasSize(1);
  }

  private void deletes() {
    rig.delete(script.kind(), NAME);
    rig.untilGone(script.kind(), NAME);
    assertThat(cloudObjects()).as("deleted in the cloud").isEmpty();
  }

  private void retainsAndAdopts() {
    rig.apply(script.manifest(NAME, script.spec(), ", policy: {deletion: Retain}"));
    untilReady();
    var kept = id();
    rig.delete(script.kind(), NAME);
    rig.untilGone(script.kind(), NAME);
    assertThat(cloudObjects()).as("retained").hasSize(1);
    rig.apply(script.manifest(NAME, script.spec(), script.takingOver(kept)));
    untilReady();
    assertThat(id()).as("adopted").isEqualTo(kept);
    assertThat(cloudObjects()).hasSize(1);
    rig.delete(script.kind(), NAME);
    rig.untilGone(script.kind(), NAME);
    assertThat(cloudObjects()).isEmpty();
  }

  private PaperspaceResource<?, ?> untilReady() {
    return rig.untilReady(script.kind(), NAME);
  }

  private void until(Predicate<PaperspaceResource<?, ?>> wanted) {
    rig.passTimeUntil("condition", () -> rig.find(script.kind(), NAME).filter(wanted).isPresent());
  }

  private String id() {
    return rig.find(script.kind(), NAME).orElseThrow().getStatus().id();
  }

  /** The cloud's objects of this kind, those others live in and what the service runs aside. */
  private List<ObjectNode> cloudObjects() {
    return script.table().apply(rig).all().stream()
        .filter(it -> !it.path("name").asText().equals("home"))
        .filter(it -> !it.path("isManaged").asBoolean())
        .toList();
  }

  private boolean theObject(BiPredicate<Rig, ObjectNode> is) {
    var objects = cloudObjects();
    return objects.size() == 1 && is.test(rig, objects.get(0));
  }

  private List<String> events(String reason) {
    return rig.events().stream()
        .filter(e -> e.getReason().equals(reason))
        .map(e -> e.getNote())
        .toList();
  }
}
