package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An account in trouble says so, once. */
class AccountWordsTest {
  @Test
  void anAccountInTroubleSaysSoOnce() {
    try (var logged = new Logged();
        var stage = Stage.open()) {
      stage.ready(PaperspaceAccount.class, "default");
      stage.cloud.key(Rig.KEY).revoke();
      stage.rig.annotate(PaperspaceAccount.class, "default", Annotations.RECONCILE_AT, "1");
      stage.says(PaperspaceAccount.class, "default", "Stalled", "CredentialsInvalid");
      stage.pass(Duration.ofHours(1));
      assertSaidOnce(stage, logged, "CredentialsInvalid");

      stage.account("lost", "nowhere");
      stage.says(PaperspaceAccount.class, "lost", "Ready", "WaitingForAccount");
      stage.pass(Duration.ofHours(1));
      assertSaidOnce(stage, logged, "WaitingForAccount");

      stage.rig.secret("paperspace", "apiKey", "another-key-of-team-a");
      stage.cloud.key("another-key-of-team-a").team("a");
      stage.ready(PaperspaceAccount.class, "default");
      stage.rig.apply(
          """
          kind: PaperspaceAccount
          metadata: {name: default}
          spec: {secretRef: {name: paperspace}, teamId: te-of-others}
          """);
      stage.says(PaperspaceAccount.class, "default", "Stalled", "TeamMismatch");
      stage.pass(Duration.ofHours(1));
      assertSaidOnce(stage, logged, "TeamMismatch");
    }
  }

  private static void assertSaidOnce(Stage stage, Logged logged, String reason) {
    var ofAccounts =
        stage.allEvents().stream()
            .filter(e -> e.getRegarding().getKind().equals("PaperspaceAccount"))
            .filter(e -> e.getReason().equals(reason) && e.getType().equals("Warning"))
            .toList();
    assertThat(ofAccounts).as("events " + reason).hasSize(1);
    assertThat(logged.atLeast(Level.WARN))
        .filteredOn(line -> line.contains("PaperspaceAccount") && line.contains(reason + ": "))
        .as("lines " + reason)
        .hasSize(1);
  }
}
