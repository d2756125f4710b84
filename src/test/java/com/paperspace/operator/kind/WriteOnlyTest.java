package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.client.Secrets.View;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A value nobody can read back, by what each side has shown since: nothing of others is lost under
 * {@code drift: Report} unless our side changed, and no change of our side is ever lost.
 */
class WriteOnlyTest {
  private static final String SENT = "2026-11-20T00:00:00Z";
  private static final String LATER = "2026-11-20T00:00:01Z";

  private final Adapter<ProjectSecret, ProjectSecret.Observed, Remote<View>> adapter =
      ProjectSecretKind.adapter();

  private static ProjectSecret secret(String policy) {
    return Given.resource(
        ProjectSecret.class,
        "{policy: {"
            + policy
            + "}, projectId: pj1, name: TOKEN,"
            + " valueFrom: {secretKeyRef: {name: s, key: k}}}");
  }

  private static Remote<View> seen(String modified) {
    return Remote.of(
        "pj1", Given.read(View.class, "{name: TOKEN, dtModified: '" + modified + "'}"));
  }

  /**
   * Marks by words: of this value or another, by this key or another, of this Secret or another.
   */
  private static Map<String, String> marks(String words) {
    var marks = new HashMap<String, String>();
    if (words.equals("none")) {
      return marks;
    }
    marks.put("value", words.contains("value!") ? "digest(old)" : "digest(s3cret)");
    marks.put("valueKey", words.contains("key!") ? "digest() by another key" : "digest()");
    if (words.contains("key!")) {
      marks.merge("value", " by another key", String::concat);
    }
    marks.put("valueSource", words.contains("secret!") ? "v0" : "v1");
    marks.put("dtModified", SENT);
    if (words.contains("unsent")) {
      marks.put("valueUnsent", "true");
    }
    return marks;
  }

  private String words(Drift drift) {
    var actual = drift.actual().replace(LATER, "T").replaceFirst("; to send.*", "; ADVICE)");
    return drift.isMark()
        ? "notes"
        : drift.remedy() + (drift.elsewhere() ? " of others " : " ") + actual;
  }

  @ParameterizedTest(name = "{5}")
  @CsvSource(
      delimiter = '|',
      value = {
        // marks | taken over | policy | cloud | what differs | why
        "same | | drift: Correct | | | at rest",
        "same | | drift: Report | later | CORRECT of others (changed elsewhere at T) | others",
        "value! | | drift: Report | later | VERB (an older value) | our side changed: an edit",
        "key! | | drift: Correct | | notes | a new key costs no write in the cloud",
        "key! | | drift: Report | | notes | nor one that is shown",
        "key! | | management: ObserveOnly | | | nor a false difference",
        "key! | | drift: Report | later | CORRECT of others (changed elsewhere at T); notes "
            + "| what others wrote stays shown under a new key",
        "key! | | management: ObserveOnly | later | CORRECT of others (changed elsewhere at T) "
            + "| and is shown to who watches",
        "secret! | | drift: Report | | notes | another version of the Secret, the same value",
        "secret! | | management: ObserveOnly | | | nobody notes for who watches",
        "key! secret! | | drift: Correct | | VERB (perhaps an older value) "
            + "| key and Secret both changed: sent, for nothing of others can be lost",
        "key! secret! | | drift: Report | | VERB (perhaps an older value) | under Report too",
        "key! secret! | | management: ObserveOnly | | | who watches is told nothing untold",
        "key! secret! | | drift: Correct | later | CORRECT of others (unknown) | corrected",
        "key! secret! | | drift: Report | later "
            + "| CORRECT of others (unknown, last written at T; ADVICE); notes "
            + "| nobody can tell whether ours changed too: a person is asked",
        "key! secret! | | management: ObserveOnly | later "
            + "| CORRECT of others (changed elsewhere at T) | others did write",
        "none | | drift: Report | | CORRECT (unknown) | made here, its answer lost: sent",
        "none | yes | drift: Correct | | CORRECT of others (unknown) | taken over: corrected",
        "none | yes | drift: Report | later "
            + "| CORRECT of others (unknown, last written at T; ADVICE); notes "
            + "| taken over: shown, and our side noted",
        "none | yes | management: ObserveOnly | later | | nobody knows of a difference",
        "unsent | yes | drift: Report | later "
            + "| CORRECT of others (unknown, last written at T; ADVICE) | stays shown",
        "unsent value! | yes | drift: Report | later | VERB (unknown) | edited since: sent",
        "unsent key! | yes | drift: Report | later "
            + "| CORRECT of others (unknown, last written at T; ADVICE); notes | a new key",
        "unsent key! secret! | yes | drift: Report | later "
            + "| CORRECT of others (unknown, last written at T; ADVICE); notes | both new",
        "unsent | yes | drift: Correct | later | CORRECT of others (unknown) | asked for",
        "unsent value! | yes | management: ObserveOnly | later | | it is not sent",
      })
  void whatIsDoneAboutAValue(
      String marks, String taken, String policy, String cloud, String expected, String why) {
    var given = new Given(marks(marks), "s3cret", taken != null);
    var found = adapter.diff(secret(policy), seen(cloud == null ? SENT : LATER), given);
    assertThat(String.join("; ", found.stream().map(this::words).toList()))
        .as(why)
        .isEqualTo(Objects.requireNonNullElse(expected, ""));
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "2026-11-20T00:00:00Z, 2026-11-20T00:00:00.999Z, false, the answer was rounded",
    "2026-11-20T00:00:00Z, 2026-11-20T00:00:01Z, true, it was not by as much",
    "2026-11-20T00:00:30Z, 2026-11-20T00:00:29Z, false, noted by a clock after the write",
    "2026-11-21T00:05:00Z, 2026-11-21T00:04:59Z, false, of a service whose clock is ahead of ours",
    "2026-11-21T00:05:00Z, 2026-11-20T00:00:00Z, true, a mark of a time nobody has seen",
  })
  void whoseWriteIsSeen(String noted, String shown, boolean others, String why) {
    var marks = marks("same");
    marks.put("dtModified", noted);
    var found = adapter.diff(secret("drift: Correct"), seen(shown), new Given(marks, "s3cret"));
    assertThat(found).as(why).hasSize(others ? 1 : 0);
  }

  private Step<Remote<View>> next(String marks, boolean taken, String cloud) {
    var resource = secret("drift: Report");
    var given = new Given(marks(marks), "s3cret", taken);
    var notes = adapter.diff(resource, seen(cloud), given).stream().filter(Drift::isMark).toList();
    return adapter.next(resource, seen(cloud), notes, given);
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "key!,           false, " + SENT + ",  a new key is no news of the value, false",
    "unsent key!,    true,  " + SENT + ",  what was not sent is not sent by a new key, false",
    "none,           true,  " + SENT + ",  what was taken over was not sent, true",
    "key! secret!,   false, " + LATER + ", nor what nobody can tell, true",
  })
  void notesAloneAreMadeWithoutACall(
      String marks, boolean taken, String cloud, String why, boolean unsent) {
    var step = next(marks, taken, cloud);
    assertThat(step.kind()).isEqualTo(Step.Kind.NOTE);
    assertThat(step.summary()).isEqualTo("remember what Secret s has");
    var noted = new HashMap<>(Map.of("value", "digest(s3cret)", "valueKey", "digest()"));
    noted.put("valueSource", "v1");
    if (unsent) {
      noted.put("valueUnsent", "true");
    }
    assertThat(step.call().send(null).marks()).as(why).isEqualTo(noted);
  }

  @Test
  void aValueThatIsSentTakesItsNotesAlong() {
    var resource = secret("drift: Correct");
    var given = new Given(marks("key!"), "s3cret");
    var both = adapter.diff(resource, seen(LATER), given);
    assertThat(both).hasSize(2);
    for (var todo : List.of(both, List.of(both.get(1), both.get(0)))) {
      var step = adapter.next(resource, seen(LATER), todo, given);
      assertThat(step.kind()).isEqualTo(Step.Kind.CHANGE);
      assertThat(Step.words(step.carries())).startsWith("value from (changed elsewhere at ");
    }
  }

  @Test
  void aNoteTellsNoValue() {
    var marks = new ValueMarks("value", null, "s3cret", Given.given());
    assertThat(marks.toString()).doesNotContain("s3cret");
    assertThat(next("key!", false, SENT).toString()).doesNotContain("s3cret");
  }
}
