package com.paperspace.operator.reconcile.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Machine;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntentTest {
  private static final Instant AT = Instant.parse("2026-11-21T10:00:00.999Z");
  private static final Duration LAG = Duration.ofSeconds(30);

  private static Machine carrying(String text) {
    var machine = new Machine();
    machine.getMetadata().setUid("uid-1");
    machine.getMetadata().setAnnotations(Map.of(Annotations.CREATE_INTENT, text));
    return machine;
  }

  private static Intent intent() {
    return Intent.of(carrying(""), AT, "te1", Intent.Target.named("", "trainer"), Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "true, p1/shop",
    "false, /trainer",
    "false, scope/a name",
    "false, /a/b",
    "true, p/ä b"
  })
  void whatIsWrittenIsReadBack(boolean isKey, String target) {
    var intent =
        Intent.of(carrying(""), AT, "te1", new Intent.Target(isKey, target), Optional.empty());
    assertThat(Intent.of(carrying(intent.value()))).contains(intent);
  }

  @Test
  void aTargetGivesBackItsParts() {
    var target = Intent.Target.named("scope", "a/b");
    assertThat(target.scope()).isEqualTo("scope");
    assertThat(target.name()).isEqualTo("a/b");
  }

  @Test
  void oneOfAnotherResourceIsNone() {
    var other = carrying("");
    other.getMetadata().setUid("another");
    var copied = Intent.of(other, AT, "te1", Intent.Target.named("", "trainer"), Optional.empty());
    assertThat(Intent.of(carrying(copied.value()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbled", "uid-1.n@2026-11-21T10:00:00Z", "uid-1.n@x key noslash"})
  void whatHasNotItsFormIsNone(String value) {
    assertThat(Intent.of(carrying(value))).isEmpty();
  }

  @Test
  void twoAreNeverTheSame() {
    assertThat(intent().text()).isNotEqualTo(intent().text());
  }

  @Test
  void aTimeThatCannotBeReadCountsAsVeryOldSoThatEveryCandidateIsLookedAt() {
    assertThat(Intent.of(carrying("uid-1.n@soon name /trainer")).orElseThrow().at())
        .isEqualTo(Instant.EPOCH);
  }

  @Test
  void itIsOpenUntilItsOwnOutcomeIsRecorded() {
    var intent = intent();
    var draft = new StatusDraft<Object>();
    assertThat(draft.isOpen(intent)).isTrue();
    draft.completedIntent = intent().text();
    assertThat(draft.isOpen(intent)).as("that of another").isTrue();
    draft.completedIntent = intent.text();
    assertThat(draft.isOpen(intent)).isFalse();
  }

  /** Its time lost its fraction, and the create came after it: with the bare lag a gap stays. */
  @Test
  void whatWasJustMadeIsYoungForLongerThanTheLagAfterTheCreateItself() {
    var intent = intent();
    var made = AT.plusSeconds(1);
    assertThat(intent.isYoung(made.plus(LAG), LAG)).isTrue();
    assertThat(intent.isYoung(made.plus(LAG).plusSeconds(10), LAG)).isFalse();
  }

  @Test
  void aRepeatedCreateRemembersWhenTheFirstWasSent() {
    var key = Intent.Target.key("p/s");
    var first = Intent.of(carrying(""), AT, "te1", key, Optional.empty());
    var second = Intent.of(carrying(""), AT.plusSeconds(9), "te1", key, Optional.of(first));
    assertThat(first.isRepeated()).isFalse();
    assertThat(second.isRepeated()).isTrue();
    assertThat(second.since()).isEqualTo(first.at());
    assertThat(Intent.of(carrying(second.value()))).contains(second);
    var other = Intent.Target.key("p/t");
    assertThat(Intent.of(carrying(""), AT.plusSeconds(9), "te1", other, Optional.of(first)))
        .as("another object is no repetition")
        .matches(it -> !it.isRepeated());
  }

  /** The status could not hold it, and whoever remembers it would fill up. */
  @Test
  void whatIsLongerThanAnyOfOursIsNone() {
    assertThat(Intent.of(carrying("uid-1." + "n".repeat(600) + "@bad name a/b"))).isEmpty();
    assertThat(Intent.of(carrying("uid-1.n@bad name a/" + "b".repeat(1100)))).isEmpty();
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "2026-11-21T10:00:00Z, 2026-11-21T10:00:00Z, true, both can be",
    "2026-11-21T09:00:00Z, 2026-11-21T10:00:00Z, true, a repetition",
    "2026-11-21T10:00:01Z, 2026-11-21T10:00:00Z, false, nothing is sent before its first",
  })
  void isDatedByWhatCanBe(Instant since, Instant at, boolean dated, String why) {
    var intent = new Intent("uid-1.n@" + at, since, at, "te1", Intent.Target.named("s", "t"));
    var is = intent.dated(AT, AT.minusSeconds(60));
    assertThat(is.isDated()).as(why).isEqualTo(dated);
    assertThat(is.at()).isEqualTo(at);
    assertThat(is.text()).isEqualTo(intent.text());
    assertThat(is.target()).isEqualTo(intent.target());
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "1970-01-01T00:00:00Z, it could not be read",
    "2026-11-21T10:05:00Z, it lies ahead",
  })
  void aTimeThatCannotBeIsThatOfTheFirstLook(Instant at, String why) {
    var intent = new Intent("uid-1.n@x", at, at, "te1", Intent.Target.named("s", "t"));
    var is = intent.dated(AT, AT.minusSeconds(60));
    assertThat(is.at()).as(why).isEqualTo(AT.minusSeconds(60));
    assertThat(is.isDated()).isFalse();
  }

  @Test
  void theNonceIsWhatStandsBeforeTheTimes() {
    var first =
        Intent.of(carrying("uid-1.abc~2026-11-21T09:00:00Z@2026-11-21T10:00:00Z#t key a/b"));
    assertThat(first.orElseThrow().nonce()).isEqualTo("uid-1.abc");
    assertThat(first.orElseThrow().since()).isEqualTo(Instant.parse("2026-11-21T09:00:00Z"));
    var other = Intent.of(carrying("uid-1.def@2026-11-21T10:00:00Z key a/b")).orElseThrow();
    assertThat(other.nonce()).isEqualTo("uid-1.def");
    assertThat(other.team()).isNull();
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({"497, true", "498, false"})
  void asLongAsTheStatusHolds(int nonce, boolean taken) {
    // "uid-1." and "@whenever" around it make 15, of 512 in all.
    var value = "uid-1." + "n".repeat(nonce) + "@whenever name a/b";
    assertThat(Intent.of(carrying(value)).isPresent()).isEqualTo(taken);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({"1007, true", "1008, false"})
  void withATargetAsLongAsTheStatusHolds(int name, boolean taken) {
    var value = "uid-1.n@bad name /" + "b".repeat(name - 1);
    assertThat(Intent.of(carrying(value)).isPresent()).isEqualTo(taken);
  }
}
