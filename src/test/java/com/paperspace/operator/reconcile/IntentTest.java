package com.paperspace.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.Verbs;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IntentTest {
  private static final Instant AT = Instant.parse("2026-11-21T10:00:00.999Z");
  private static final Duration LAG = Duration.ofSeconds(30);

  private static Machine carrying(String text) {
    var machine = new Machine();
    machine.getMetadata().setAnnotations(Map.of(Verbs.CREATE_INTENT, text));
    return machine;
  }

  @Test
  void whatIsWrittenIsReadBack() {
    var intent = Intent.at(AT);
    assertThat(Intent.of(carrying(intent.text()))).contains(intent);
  }

  @Test
  void twoAreNeverTheSame() {
    assertThat(Intent.at(AT).text()).isNotEqualTo(Intent.at(AT).text());
  }

  @Test
  void oneThatCannotBeReadCountsAsVeryOldSoThatEveryCandidateIsLookedAt() {
    assertThat(Intent.of(carrying("garbled")).orElseThrow().at()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void itIsOpenUntilItsOwnOutcomeIsRecorded() {
    var intent = Intent.at(AT);
    var draft = new StatusDraft<Object>();
    assertThat(intent.isOpen(draft)).isTrue();
    draft.boundIntent = Intent.at(AT).text();
    assertThat(intent.isOpen(draft)).as("that of another").isTrue();
    draft.boundIntent = intent.text();
    assertThat(intent.isOpen(draft)).isFalse();
  }

  /** Its time lost its fraction, and the create came after it: with the bare lag a gap stays. */
  @Test
  void whatWasJustMadeIsYoungForLongerThanTheLagAfterTheCreateItself() {
    var intent = Intent.at(AT);
    var made = AT.plusSeconds(1);
    assertThat(intent.isYoung(made.plus(LAG), LAG)).isTrue();
    assertThat(intent.isYoung(made.plus(LAG).plusSeconds(10), LAG)).isFalse();
  }
}
