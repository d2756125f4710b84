package com.paperspace.operator.reconcile.create;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.cloud.Cloud;
import com.paperspace.operator.reconcile.cloud.Desk;
import com.paperspace.operator.reconcile.pass.Memo;
import com.paperspace.operator.reconcile.pass.Reconciliation;
import com.paperspace.operator.reconcile.status.Intent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long nothing is sent after a create for which there was no room. */
class CapacityWaitTest {
  private static final Duration LAG = Duration.ofSeconds(30);

  private final Desk desk = Desk.bare();
  private final CapacityWait wait = new CapacityWait(desk.services);
  private final PaperspaceProject resource =
      desk.project("p", "spec: {name: p}, status: {observedGeneration: 1}");
  private final Intent intent =
      Intent.of(
          resource,
          desk.time.instant(),
          Desk.TEAM,
          Intent.Target.named(Cloud.SCOPE, "p"),
          Optional.<Intent>empty());

  CapacityWaitTest() {
    resource
        .getMetadata()
        .setAnnotations(new HashMap<>(Map.of(Annotations.CREATE_INTENT, intent.value())));
  }

  private Reconciliation<?, ?> pass() {
    return desk.pass(resource);
  }

  private void refuse(int times) {
    for (int i = 0; i < times; i++) {
      var no =
          new PaperspaceException(
              PaperspaceException.Reason.OUT_OF_CAPACITY, 503, "Out of capacity");
      var said = wait.begin(pass(), intent, no);
      assertThat(said.message()).contains("(attempt " + (i + 1) + ")");
      assertThat(said.notAfter()).as("until the look").isEqualTo(LAG);
    }
  }

  @Test
  void anotherCreateIsNotMeant() {
    assertThat(wait.isOf(pass(), intent)).isFalse();
    refuse(1);
    assertThat(wait.isOf(pass(), intent)).isTrue();
    desk.services.memos().of("p-uid").refused = new Memo.Refused("another", desk.time.instant());
    assertThat(wait.isOf(pass(), intent)).isFalse();
  }

  @ParameterizedTest(name = "{1} s left after {0} s")
  @CsvSource({"0, 30", "20, 10", "30, 0", "40, 0"})
  void theLookIsDueWhenTheListShowsWhatWasLeft(long age, long left) {
    refuse(1);
    desk.after(Duration.ofSeconds(age));
    var said = wait.goesOn(pass());
    assertThat(said.notAfter()).isEqualTo(Duration.ofSeconds(left));
    assertThat(said.reason()).isEqualTo(Reason.OutOfCapacity);
    assertThat(said.message()).isEqualTo("There was no capacity (attempt 1).");
    assertThat(said.sort()).isEqualTo("OUT_OF_CAPACITY");
  }

  @ParameterizedTest(name = "{4}")
  @CsvSource({
    "1, 40, '', 20, a minute after the first",
    "1, 59, '', 1, to the second",
    "1, 60, '', , then it is over",
    "2, 60, '', 60, two after the second",
    "9, 899, '', 1, a quarter of an hour at the most",
    "1, 40, edit, , an edit is tried at once",
    "1, 40, request, , and so is what a person asks for",
    "1, 40, other, , it was another create",
  })
  void theNextCreateIsHeldBack(int refused, long age, String change, Long left, String why) {
    refuse(refused);
    desk.after(Duration.ofSeconds(age));
    switch (change) {
      case "edit" -> resource.getMetadata().setGeneration(2L);
      case "request" ->
          resource.getMetadata().getAnnotations().put(Annotations.RECONCILE_AT, "now");
      case "other" ->
          desk.services.memos().of("p-uid").refused =
              new Memo.Refused("another", desk.time.instant());
      default -> {}
    }
    var ended = Desk.ended(() -> wait.requireOver(pass()));
    assertThat(ended.map(it -> it.notAfter().toSeconds()).orElse(null)).as(why).isEqualTo(left);
  }

  @Test
  void withoutARefusedCreateNothingIsHeldBack() {
    assertThat(Desk.ended(() -> wait.requireOver(pass()))).isEmpty();
  }

  @Test
  void theAttemptBeforeAnEditStillStands() {
    refuse(1);
    resource.getMetadata().setGeneration(2L);
    var pass = pass();
    pass.memo.begin(desk.project("p", "spec: {name: p}"));
    pass.memo.begin(resource);
    assertThat(wait.goesOn(pass).message()).contains("(attempt 1)");
  }
}
