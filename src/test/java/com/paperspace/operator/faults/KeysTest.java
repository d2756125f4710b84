package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.support.Rig;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Without a good key nothing goes, so every message leads to the Secret it should be in. */
class KeysTest {

  /** What an account and a machine of it say, which is the same. */
  private static String bothSay(Stage stage, String account, String machine, String reason) {
    var said = message(stage.says(PaperspaceAccount.class, account, "Ready", reason));
    stage.until(
        Machine.class,
        machine,
        m -> Rig.condition(m, "Ready").filter(c -> c.reason().equals(reason)).isPresent());
    assertThat(message(stage.get(Machine.class, machine))).isEqualTo(said);
    return said;
  }

  private static String message(PaperspaceResource<?, ?> resource) {
    return Rig.condition(resource, "Ready").orElseThrow().message();
  }

  @Test
  void aMissingSecretIsNamedByTheAccountAndByWhatWaitsForIt() {
    try (var stage = Stage.open()) {
      stage.account("team", "forgotten");
      stage.machine("m", ", accountRef: {name: team}");
      assertThat(bothSay(stage, "team", "m", "WaitingForAccount"))
          .isEqualTo(
              "Secret forgotten of PaperspaceAccount team does not exist. Create it, with the API"
                  + " key under apiKey.");

      stage.rig.secret("forgotten", "apikey", Rig.KEY);
      // The reason is the same as before.
      stage.until(
          () ->
              Stream.of(stage.get(Machine.class, "m"), stage.get(PaperspaceAccount.class, "team"))
                  .allMatch(it -> message(it).contains("has no value under apiKey")));
      assertThat(bothSay(stage, "team", "m", "WaitingForAccount"))
          .isEqualTo(
              "Secret forgotten of PaperspaceAccount team has no value under apiKey. Put the API"
                  + " key there.");

      stage.rig.secret("forgotten", "apiKey", Rig.KEY);
      stage.machineReady("m");
    }
  }

  @Test
  void anAccountSpeaksOfItsKeyForItHasNoCloudObject() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      var account = stage.get(PaperspaceAccount.class, "default");
      assertThat(Rig.condition(account, "Synced").orElseThrow().message())
          .isEqualTo(message(account))
          .startsWith("The key was accepted");
    }
  }

  @Test
  void aSecretThatIsMissingIsToldFromOneWithoutTheValue() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.rig.apply(
          "kind: ProjectSecret\nmetadata: {name: s}\nspec: {projectRef: {name: home}, name: s,"
              + " valueFrom: {secretKeyRef: {name: tokens, key: hf}}}\n");
      stage.says(ProjectSecret.class, "s", "Synced", "WaitingForSecret");
      var namespace = stage.get(ProjectSecret.class, "s").getMetadata().getNamespace();
      assertThat(message(stage.get(ProjectSecret.class, "s")))
          .isEqualTo(
              "valueFrom.secretKeyRef: Secret tokens does not exist in namespace "
                  + namespace
                  + ". Create it, with a value under hf.");

      stage.rig.secret("tokens", "other", "x");
      stage.until(
          () -> message(stage.get(ProjectSecret.class, "s")).contains("has no value under hf"));
      assertThat(message(stage.get(ProjectSecret.class, "s")))
          .isEqualTo(
              "valueFrom.secretKeyRef: Secret tokens in namespace "
                  + namespace
                  + " has no value under hf. Put it there.");
    }
  }

  @Test
  void aRevokedKeyIsNamedByWhereItStandsAndNeverByItsValue() {
    try (var stage = Stage.open()) {
      stage.machine("m", "");
      stage.machineReady("m");
      stage.cloud.key(Rig.KEY).revoke();
      stage.rig.annotate(PaperspaceAccount.class, "default", "paperspace.com/reconcile-at", "1");
      assertThat(bothSay(stage, "default", "m", "CredentialsInvalid"))
          .isEqualTo(
              "The API does not accept the key. It stands under apiKey in Secret paperspace of"
                  + " PaperspaceAccount default. Put a valid one there; everything goes on by"
                  + " itself.");

      stage.rig.delete(Machine.class, "m");
      stage.settle();
      assertThat(message(stage.says(Machine.class, "m", "Synced", "CredentialsInvalid")))
          .contains("Secret paperspace of PaperspaceAccount default");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'abc\ndef', 'it has a line break inside, and a key is one line'",
    "'abc def', 'it has white space inside, and a key is one word'",
    "'schl\u00fcssel', 'it has a character that is not printable ASCII, such as an umlaut'",
    "'\n ', 'it is empty'",
    "KKKK, 'it has more than 4096 characters, and no key is that long'",
  })
  void aKeyThatCanNeverBeUsedIsNotWaitedFor(String text, String why) {
    var key = text.replace("KKKK", "K".repeat(1 << 20));
    try (var stage = Stage.open()) {
      stage.rig.secret("bad", "apiKey", key);
      stage.account("team", "bad");
      stage.machine("m", ", accountRef: {name: team}");
      assertThat(bothSay(stage, "team", "m", "CredentialsInvalid"))
          .isEqualTo(
              "The API key can never be used: "
                  + why
                  + ". It stands under apiKey in Secret bad of PaperspaceAccount team. Put a valid"
                  + " one there; everything goes on by itself.")
          .doesNotContain(key);
      for (var it :
          List.of(stage.get(PaperspaceAccount.class, "team"), stage.get(Machine.class, "m"))) {
        assertThat(Rig.is(it, "Stalled", "True")).isTrue();
      }

      stage.rig.secret("bad", "apiKey", Rig.KEY);
      stage.machineReady("m");
    }
  }

  @Test
  void theOperatorsOwnKeyThatCanNeverBeUsedIsNotWaitedForEither() {
    try (var stage = Stage.open()) {
      stage.rig.delete(PaperspaceAccount.class, "default");
      stage.gone(PaperspaceAccount.class, "default");
      stage.restartWithOwnKey("abc\ndef");
      stage.machine("m", "");
      stage.until(Machine.class, "m", m -> Rig.is(m, "Stalled", "True"));
      assertThat(message(stage.says(Machine.class, "m", "Ready", "CredentialsInvalid")))
          .startsWith("The API key can never be used: it has a line break inside")
          .contains("It is the operator's own");
    }
  }

  /** Two accounts, one key: the message must not name an account of somebody else. */
  @Test
  void whoSharesARevokedKeyIsToldOfItsOwnAccount() {
    try (var stage = Stage.open()) {
      stage.rig.secret("copy", "apiKey", Rig.KEY);
      stage.account("other", "copy");
      stage.machine("m", ", accountRef: {name: other}");
      stage.machineReady("m");
      stage.cloud.key(Rig.KEY).revoke();
      stage.rig.annotate(PaperspaceAccount.class, "default", "paperspace.com/reconcile-at", "1");
      stage.says(PaperspaceAccount.class, "default", "Ready", "CredentialsInvalid");
      assertThat(message(stage.says(Machine.class, "m", "Ready", "CredentialsInvalid")))
          .contains("Secret copy of PaperspaceAccount other")
          .doesNotContain("default");
    }
  }
}
