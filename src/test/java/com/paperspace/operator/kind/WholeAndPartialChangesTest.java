package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paperspace.operator.api.ContainerRegistry;
import com.paperspace.operator.api.StorageProvider;
import com.paperspace.operator.client.ContainerRegistries;
import com.paperspace.operator.client.StorageProviders;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.adapter.Step;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes along with a change: all of a storage provider, and nothing else of a registry. */
class WholeAndPartialChangesTest {
  private static final String STORE =
      "{name: store, policy: {drift: POLICY}, s3Config: {bucket: data, accessKeyFrom: {secretKeyRef:"
          + " {name: s, key: a}}, secretAccessKeyFrom: {secretKeyRef: {name: t, key: b}}}}";
  private static final String HUB =
      "{name: hub, policy: {drift: POLICY}, url: 'https://b',"
          + " passwordFrom: {secretKeyRef: {name: s, key: k}}}";

  /** Marks of both keys as they were sent, but for those that are given. */
  private static Map<String, String> sent(String... others) {
    var all = new HashMap<String, String>();
    for (var key : new String[] {"value", "secretAccessKey"}) {
      all.put(key, "digest(s3cret)");
      all.put(key + "Key", "digest()");
      all.put(key + "Source", "v1");
    }
    all.putAll(Given.given(others).marks());
    return all;
  }

  private static Step<Remote<StorageProviders.View>> next(
      String policy, String bucket, Map<String, String> marks, boolean adopted) {
    var resource = Given.resource(StorageProvider.class, STORE.replace("POLICY", policy));
    var yaml = "{id: sp1, name: store, s3Config: {bucket: " + bucket + "}}";
    var seen = Remote.of("", Given.read(StorageProviders.View.class, yaml));
    var adapter = StorageProviderKind.adapter();
    var given = new Given(marks, "s3cret", adopted);
    var drift = adapter.diff(resource, seen, given);
    // The engine sends no difference that others made where it only reports them.
    var todo =
        policy.equals("Report") ? drift.stream().filter(it -> !it.elsewhere()).toList() : drift;
    return adapter.next(resource, seen, todo, given);
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "Report, false, false, both keys are as they were sent",
    "Report, true, false, likewise of one that was taken over and written since",
    "Correct, true, true, what others wrote is put right anyway",
  })
  void aChangeOfThePartGoesWithTheKeys(
      String policy, boolean adopted, boolean unknown, String why) {
    var step = next(policy, "old", unknown ? Map.of() : sent(), adopted);
    assertThat(step.kind()).as(why).isEqualTo(Step.Kind.CHANGE);
    assertThat(step.summary()).contains("s3Config.bucket from old to data");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "secretAccessKey, accessKey, the first key may be that of others",
    "value, secretAccessKey, or the second",
  })
  void aKeyThatOthersMayHaveWrittenIsNotOverwrittenForTheSakeOfTheRest(
      String known, String left, String why) {
    var marks = sent();
    marks.keySet().removeIf(it -> !it.startsWith(known));
    assertThatThrownBy(() -> next("Report", "old", marks, true))
        .as(why)
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "s3Config.bucket: the API takes no part of it alone, and with the rest would go "
                + left
                + ", which others may have written and nobody can read. Take the edit back; or have"
                + " both sent by policy.drift: Correct.");
  }

  /** Our side changed, so nothing of others is lost by it. */
  @Test
  void aKeyThatIsAboutToBeSentHoldsNothingUp() {
    var step = next("Report", "old", sent("value", "digest(older)"), true);
    assertThat(step.summary())
        .isEqualTo(
            "change s3Config.bucket from old to data, accessKey from (an older value) to (as in"
                + " Secret s, key a)");
  }

  /** The API takes a part of a registry, so its password stays what it is. */
  @Test
  void aRegistryOfOthersPasswordIsChangedAllTheSame() {
    var resource = Given.resource(ContainerRegistry.class, HUB.replace("POLICY", "Report"));
    var yaml = "{id: cr1, name: hub, url: 'https://a'}";
    var seen = Remote.of("", Given.read(ContainerRegistries.View.class, yaml));
    var adapter = ContainerRegistryKind.adapter();
    var given = new Given(Map.of(), "s3cret", true);
    var todo = adapter.diff(resource, seen, given).stream().filter(it -> !it.elsewhere()).toList();
    assertThat(adapter.next(resource, seen, todo, given).summary())
        .isEqualTo("change url from https://a to https://b");
  }

  @Test
  void onlyTheNotesThatAreOutOfDateAreWrittenAnew() {
    var step = next("Correct", "data", sent("valueKey", "digest-by-an-older-key"), false);
    assertThat(step.kind()).isEqualTo(Step.Kind.NOTE);
    assertThat(step.summary()).isEqualTo("remember what Secret s has");
    assertThat(step.call().send(null).marks())
        .isEqualTo(Map.of("value", "digest(s3cret)", "valueKey", "digest()", "valueSource", "v1"));
  }
}
