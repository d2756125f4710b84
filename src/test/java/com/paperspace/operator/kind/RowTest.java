package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.kind.Row.When;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a declared value is compared with the one the cloud shows. */
class RowTest {
  /** A spec, or an object, of one value and a switch. */
  private record One(Object value, Boolean on) {
    String text() {
      return (String) value;
    }

    Boolean flag() {
      return (Boolean) value;
    }

    Number number() {
      return (Number) value;
    }
  }

  private static final Row<One, One> TEXT = Row.of("f", One::text, One::text);
  private static final Row<One, One> VALUE = Row.of("f", One::value, One::value);
  private static final Row<One, One> FLAG = Row.flag("f", One::flag, One::flag);
  private static final Row<One, One> NUMBER = Row.number("f", One::number, One::number);

  static Stream<Arguments> rows() {
    return Stream.of(
        row(TEXT, "a", "a", "", "as declared"),
        row(TEXT, null, "a", "", "what is not declared is not managed"),
        row(TEXT, "a", "b", "CORRECT f a was b", "another value is a difference"),
        row(TEXT, "a", null, "CORRECT f a was (none)", "and so is none"),
        row(TEXT.ifShown(), "a", null, "", "unless what is not shown is taken as right"),
        row(TEXT.ifShown(), "a", "b", "CORRECT f a was b", "which only it is"),
        row(TEXT.fixed(), "a", "b", "REPLACE f a was b", "only a new object could have it"),
        row(TEXT.ifShown().fixed(), "a", null, "", "likewise"),
        row(TEXT.inAnyCase(), "A4000", "a4000", "", "a word of a catalogue"),
        row(TEXT.inAnyCase(), "A4000", "A5000", "CORRECT f A4000 was A5000", "another word"),
        row(TEXT.inAnyCase(), "A4000", null, "CORRECT f A4000 was (none)", "no word"),
        row(
            TEXT.hidden(),
            "a",
            "b",
            "CORRECT f (value digest(a) was (value digest(b)",
            "a hash stands for what may be secret"),
        row(TEXT.hidden(), "a", null, "CORRECT f (value digest(a) was (none)", "none is shown"),
        row(
            TEXT.hidden(),
            "secret:A",
            "secret:B",
            "CORRECT f secret:A was secret:B",
            "a reference is no secret"),
        row(TEXT.address(), "//a", "//b", "CORRECT f //a was //b", "an address without a login"),
        row(TEXT.address(), "//a", "", "CORRECT f //a was (none)", "none is shown"),
        row(
            TEXT.address(),
            "//u:1@a",
            "//u:2@a",
            "CORRECT f //***@a (value digest(/) was //***@a (value digest(/)",
            "of a login a hash tells"),
        row(TEXT.address(), "//u:1@a", "//u:1@a", "", "the same login"),
        row(TEXT.forgottenUnless(One::on), "a", null, "", "it is off, so it may be forgotten"),
        row(TEXT.forgottenUnless(One::on), "a", "b", "CORRECT f a was b", "but not another"),
        row(FLAG, true, null, "CORRECT f true was (none)", "a switch that is not shown is off"),
        row(FLAG, false, null, "", "likewise"),
        row(FLAG, true, false, "CORRECT f true was false", "it is off"),
        row(FLAG, null, true, "", "not declared"),
        row(NUMBER, 1, 1.0, "", "numbers compare by value"),
        row(NUMBER, 1.0, 1, "", "likewise"),
        row(NUMBER, 8.0, 1.5, "CORRECT f 8 was 1.5", "whole ones are told without a point"),
        row(NUMBER, 1e15, 1, "CORRECT f 1.0E15 was 1", "as long as it has its digits"),
        row(NUMBER, 0, null, "", "none is zero"),
        row(NUMBER, 1, null, "CORRECT f 1 was (none)", "likewise"),
        row(NUMBER.growing(), 2, 1, "CORRECT f 2 was 1", "it may grow"),
        row(NUMBER.growing(), 1, 2, "REPLACE f 1 was 2", "but not shrink"),
        row(FLAG.growing(), false, true, "REPLACE f false was true", "off is less than on"),
        row(FLAG.growing(), true, false, "CORRECT f true was false", "on is more than off"),
        row(Row.atCreate("f", One::text), "a", "b", "", "nothing ever shows it"));
  }

  private static Arguments row(
      Row<One, One> row, Object declared, Object actual, String drift, String why) {
    return Arguments.of(row, declared, actual, drift, why);
  }

  @ParameterizedTest(name = "{4}: {1}, {2}")
  @MethodSource("rows")
  void aDeclaredValueIsComparedWithWhatIsShown(
      Row<One, One> row, Object declared, Object actual, String drift, String why) {
    var found = row.diff(new One(declared, false), new One(actual, null), Given.given());
    assertThat(Given.words(found.stream().toList())).as(why).isEqualTo(drift);
  }

  @Test
  void whatIsOnIsNotForgotten() {
    var found =
        TEXT.forgottenUnless(One::on).diff(new One("a", true), new One(null, null), Given.given());
    assertThat(found).isPresent();
  }

  @Test
  void whatWasSentCountsBeforeWhatIsShown() {
    var row = TEXT.fixed().asSent();
    var spec = new One("a", null);
    assertThat(row.diff(spec, new One("b", null), Given.given("f", "a"))).isEmpty();
    assertThat(Given.words(row.diff(spec, spec, Given.given("f", "b")).stream().toList()))
        .isEqualTo("REPLACE f a was b");
    assertThat(row.diff(spec, spec, Given.given())).as("nothing was sent").isEmpty();
  }

  @Test
  void whatIsWrittenInAnotherWayIsTheSame() {
    var number = Row.<One, One>number("f", One::number, One::number);
    assertThat(number.differs(new One(1, null), new One(1.0, null))).isFalse();
    assertThat(number.differs(new One(1, null), new One(2.0, null))).isTrue();
    var word = TEXT.inAnyCase();
    assertThat(word.differs(new One("A4000", null), new One("a4000", null))).isFalse();
    assertThat(word.differs(new One("A4000", null), new One("A5000", null))).isTrue();
  }

  @Test
  void aRowSaysWhenItCanChangeAndWithWhat() {
    assertThat(TEXT.when()).isEqualTo(When.ANY_TIME);
    assertThat(TEXT.fixed().when()).isEqualTo(When.NEVER);
    assertThat(TEXT.at(When.WHILE_OFF).when()).isEqualTo(When.WHILE_OFF);
    assertThat(TEXT.sending().group()).as("by itself").isEqualTo("f");
    assertThat(TEXT.travellingWith("switch").sending().group()).isEqualTo("switch");
    assertThat(NUMBER.growing().sending().grows()).isTrue();
    assertThat(NUMBER.sending().grows()).isFalse();
  }

  @Test
  void whatWasSentCountsOnlyForWhatCannotChangeAndIsNoSecret() {
    assertThatThrownBy(TEXT::asSent)
        .hasMessage("f: asSent() goes with fixed(), never with hidden() or address()");
    assertThatThrownBy(() -> TEXT.fixed().hidden().asSent())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TEXT.fixed().address().asSent())
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(TEXT.fixed().asSent().sending().asSent()).isTrue();
  }

  static Stream<Arguments> made() {
    return Stream.of(
        made(TEXT, "a", "a", true, "what was sent is shown"),
        made(TEXT, "a", "b", false, "somebody else's, or changed since"),
        made(TEXT, "a", null, false, "what was sent is missing"),
        made(TEXT.ifShown(), "a", null, true, "unless that says nothing"),
        made(TEXT, null, null, true, "nothing was sent and nothing is there"),
        made(TEXT, null, "", true, "an empty text is nothing"),
        made(VALUE, null, Map.of(), true, "nor is an empty map anything"),
        made(VALUE, null, List.of(), true, "or an empty list"),
        made(TEXT, null, "b", false, "nobody sent that"),
        made(VALUE, null, List.of("b"), false, "likewise"),
        made(VALUE, null, Map.of("a", "b"), false, "likewise"),
        made(FLAG.growing(), true, null, true, "what grows is declared later than made"),
        made(FLAG.growing(), null, true, true, "and may have grown"));
  }

  private static Arguments made(
      Row<One, One> row, Object declared, Object shown, boolean isAsMade, String why) {
    return Arguments.of(row, declared, shown, isAsMade, why);
  }

  @ParameterizedTest(name = "{4}: {1}, {2}")
  @MethodSource("made")
  void aNewObjectShowsWhatItsCreateSent(
      Row<One, One> row, Object declared, Object shown, boolean isAsMade, String why) {
    assertThat(row.isAsMade(new One(declared, null), new One(shown, null)))
        .as(why)
        .isEqualTo(isAsMade);
  }

  static Stream<Arguments> others() {
    return Stream.of(
        made(TEXT.fixed(), "a", "b", true, "no change can have made that of it"),
        made(TEXT.fixed(), "a", "a", false, "as sent"),
        made(TEXT, "a", "b", false, "somebody may have changed it"),
        made(TEXT.at(When.WHILE_OFF), "a", "b", false, "likewise, while it was off"),
        made(TEXT.fixed().asSent(), "a", "b", false, "nobody knows in which form it is shown"));
  }

  @ParameterizedTest(name = "{4}: {1}, {2}")
  @MethodSource("others")
  void anObjectThatShowsAnotherValueOfWhatCannotChangeIsAnother(
      Row<One, One> row, Object declared, Object shown, boolean isAnother, String why) {
    assertThat(row.isAnother(new One(declared, null), new One(shown, null)))
        .as(why)
        .isEqualTo(isAnother);
  }
}
