package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.kind.NoteKind.View;
import com.paperspace.operator.lifecycle.Note;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A text nobody can read back, from each place it may stand in, of an object that does not tell
 * when it was written; and a set that is read with the object.
 */
class NoteKindTest {
  private static final String INLINE = "inline: hello";
  private static final String MAP = "configMapKeyRef: {name: m, key: k}";
  private static final String SECRET = "secretKeyRef: {name: s, key: k}";

  /** What stands for the text of {@link #INLINE} in a status. */
  private static final String SHA =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  private final Map<String, View> cloud = new HashMap<>();
  private final Adapter<Note, Note.Observed, Remote<View>> adapter = NoteKind.adapter(cloud);

  private static Note note(String text, String more) {
    var from = text.replace("MAP", MAP).replace("SECRET", SECRET).replace("INLINE", INLINE);
    return Given.resource(Note.class, "{text: {" + from + "}" + more + "}");
  }

  private static Remote<View> there(String... readers) {
    return Remote.of("", new View("n", "here", null, List.of(readers)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "INLINE | | hello",
        "MAP | ToConfigMap[field=text.configMapKeyRef, key=ConfigMapKeyRef[name=m, key=k]] |"
            + " text of m/k",
        "SECRET | ToSecret[field=text.secretKeyRef, key=SecretKeyRef[name=s, key=k]] | s3cret",
      })
  void whereTheTextComesFrom(String text, String reference, String sent) {
    var note = note(text, "");
    assertThat(adapter.references(note).stream().map(Object::toString))
        .isEqualTo(reference == null ? List.of() : List.of(reference));
    adapter.create(note, Given.given()).call().send(null);
    assertThat(cloud.values()).extracting(View::text).containsExactly(sent);
  }

  @ParameterizedTest(name = "{5}")
  @CsvSource(
      delimiter = '|',
      value = {
        // text | marks | taken over | policy | what differs | why
        "MAP | same | | drift: Correct | | at rest",
        "MAP | same | | drift: Report | | what others write is not seen, so nothing is said of it",
        "MAP | same | | management: ObserveOnly | | nor to who watches",
        "MAP | value! | | drift: Report | VERB (as in ConfigMap m, key k) was (an older value) |"
            + " our side changed: an edit",
        "SECRET | value! | | drift: Report | VERB (as in Secret s, key k) was (an older value) |"
            + " likewise",
        "INLINE | value! | | drift: Report | VERB (as in the spec) was (an older value) |"
            + " likewise",
        "MAP | key! | | drift: Correct | notes | a new API key costs no write in the cloud",
        "INLINE | key! | | drift: Correct | notes | nor where the text stands in the spec",
        "MAP | key! source! | | drift: Correct | VERB (as in ConfigMap m, key k) was (perhaps an"
            + " older value) | key and text both changed: sent",
        "INLINE | key! source! | | drift: Report | VERB (as in the spec) was (perhaps an older"
            + " value) | under Report too, for nobody is known to have written one",
        "MAP | key! source! | | management: ObserveOnly | | who watches is told nothing untold",
        "MAP | none | | drift: Report | CORRECT (as in ConfigMap m, key k) was (unknown) |"
            + " its answer lost: sent",
        "MAP | none | yes | drift: Correct | CORRECT (as in ConfigMap m, key k) was (unknown) |"
            + " taken over",
        "MAP | none | yes | drift: Report | CORRECT (as in ConfigMap m, key k) was (unknown; to"
            + " send what ConfigMap m has, edit it there or set policy.drift: Correct); notes |"
            + " no time is told that nobody knows",
        "INLINE | unsent | yes | drift: Report | CORRECT (as in the spec) was (unknown; to send"
            + " what the spec has, edit it there or set policy.drift: Correct) | stays shown",
        "MAP | none | yes | management: ObserveOnly | | nobody knows of a difference",
      })
  void whatIsDoneAboutAText(
      String text, String marks, String taken, String policy, String expected, String why) {
    var value = text.equals("INLINE") ? "hello" : text.equals("MAP") ? "text of m/k" : "s3cret";
    var given = new Given(marks(marks, value, text.equals("INLINE")), "s3cret", taken != null);
    var found = adapter.diff(note(text, ", policy: {" + policy + "}"), there(), given);
    assertThat(
            String.join(
                "; ",
                found.stream()
                    .map(it -> it.isMark() ? "notes" : Given.words(List.of(it)))
                    .map(it -> it.replaceFirst(" text ", " "))
                    .toList()))
        .as(why)
        .isEqualTo(Objects.requireNonNullElse(expected, ""));
    assertThat(found).filteredOn(it -> !it.isMark()).allMatch(it -> it.field().equals("text"));
  }

  private static Map<String, String> marks(String words, String value, boolean inline) {
    var marks = new HashMap<String, String>();
    if (words.equals("none")) {
      return marks;
    }
    var key = words.contains("key!") ? " by another key" : "";
    marks.put("value", "digest(" + (words.contains("value!") ? "old" : value) + ")" + key);
    marks.put("valueKey", "digest()" + key);
    marks.put("valueSource", words.contains("source!") ? "v0" : inline ? SHA : "v1");
    if (words.contains("unsent")) {
      marks.put("valueUnsent", "true");
    }
    return marks;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "inline: LONG | text.inline: the text",
        "configMapKeyRef: {name: m, key: LONG} | text.configMapKeyRef: the value under LONG of"
            + " ConfigMap m",
        "SECRET | text.secretKeyRef: the value under k of Secret s",
      })
  void whatIsTooLongIsNotSent(String text, String said) {
    // The text of a ConfigMap is "text of m/" and the key.
    var tooLong = text.startsWith("configMap") ? "x".repeat(31) : "x".repeat(41);
    var given = new Given(Map.of(), tooLong);
    assertThatThrownBy(() -> adapter.create(note(text.replace("LONG", tooLong), ""), given))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            said.replace("LONG", tooLong) + " has 41 characters; the API takes at most 40.");
    adapter.create(note("inline: " + "x".repeat(NoteKind.LONGEST), ""), given).call().send(null);
    assertThat(cloud).hasSize(1);
  }

  @Test
  void whatWasSentIsNotedWithoutATimeAndWithoutARead() {
    var made = adapter.create(note("INLINE", ""), Given.given()).call().send(null);
    var marks = new HashMap<String, String>();
    marks.put("value", "digest(hello)");
    marks.put("valueKey", "digest()");
    marks.put("valueSource", SHA);
    marks.put("valueUnsent", null);
    marks.put("dtModified", null);
    assertThat(made.marks()).isEqualTo(marks);

    cloud.put("n", new View("n", "by others", "of others", List.of()));
    var given = Given.given("value", "digest(hello)", "valueKey", "other", "valueSource", SHA);
    var drift = adapter.diff(note("INLINE", ""), there(), given);
    assertThat(drift).allMatch(Drift::isMark);
    var step = adapter.next(note("INLINE", ""), there(), drift, given);
    assertThat(step.summary()).isEqualTo("remember what the spec has");
  }

  @Test
  void aTextIsPrintedNowhere() {
    assertThat(TextOrigin.of("text", note("INLINE", "").getSpec().text()).toString())
        .contains("text.inline")
        .doesNotContain("hello");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "', readers: [a, b]' | CORRECT readers[b] present was absent; CORRECT readers[c] absent"
            + " was present | one is missing, one too much",
        "', readers: [c, a]' | '' | the order means nothing",
        "'' | '' | what is not declared is not managed",
      })
  void membersAreReadWithTheObject(String readers, String expected, String why) {
    var known = Given.given("value", "digest(hello)", "valueKey", "digest()", "valueSource", SHA);
    var note = note("INLINE", readers);
    var whole = adapter.complete(note, there("a", "c"), known, null);
    assertThat(Given.words(adapter.diff(note, whole, known))).as(why).isEqualTo(expected);
  }

  @Test
  void membersThatAreNotShownAreNotCompared() {
    var known = Given.given("value", "digest(hello)", "valueKey", "digest()", "valueSource", SHA);
    var note = note("INLINE", ", readers: [a]");
    var hidden = Remote.of("", new View("n", "here", null, null));
    assertThat(adapter.diff(note, adapter.complete(note, hidden, known, null), known)).isEmpty();
  }
}
