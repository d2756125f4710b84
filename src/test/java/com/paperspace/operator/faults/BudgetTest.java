package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A budget limits the key its account uses, as long as it uses it, and no other. */
class BudgetTest {
  private static final String OTHER_KEY = "other-key-of-team-a";

  /** More than the eight workers can begin at once, less than a key may do without a budget. */
  private static final int MANY = 12;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String SMALL = ", budget: {requestsPerSecond: 1, burst: 1}";

  /** How an account leaves its key. */
  private enum Way {
    NEW_KEY(true),
    OTHER_SECRET(true),
    NO_BUDGET(false),
    NO_KEY(false),
    UNREADABLE(false),
    DELETED(false);

    private final boolean toTheOtherKey;

    Way(boolean toTheOtherKey) {
      this.toTheOtherKey = toTheOtherKey;
    }

    private void leave(Stage stage) {
      switch (this) {
        case NEW_KEY -> stage.rig.secret("paperspace", "apiKey", OTHER_KEY);
        case OTHER_SECRET -> account(stage, "default", "second", SMALL);
        case NO_BUDGET -> account(stage, "default", "paperspace", "");
        case NO_KEY -> stage.kubeSecret("paperspace").delete();
        case UNREADABLE -> account(stage, "default", "paperspace", ", budget: nonsense");
        case DELETED -> stage.rig.delete(PaperspaceAccount.class, "default");
      }
    }
  }

  private static void account(Stage stage, String name, String secret, String more) {
    stage.rig.apply(
        "kind: PaperspaceAccount\nmetadata: {name: "
            + name
            + "}\nspec: {secretRef: {name: "
            + secret
            + "}"
            + more
            + "}\n");
  }

  /** Its default account has a small budget; two others have none, one with each key. */
  private static Stage open() {
    var stage = Stage.open();
    stage.cloud.key(OTHER_KEY).team("a");
    stage.rig.secret("first", "apiKey", Rig.KEY);
    stage.rig.secret("second", "apiKey", OTHER_KEY);
    account(stage, "first", "first", "");
    account(stage, "second", "second", "");
    account(stage, "default", "paperspace", SMALL);
    stage.pass(Duration.ofMinutes(1));
    return stage;
  }

  private static long ask(Stage stage, String account) {
    stage.pass(Duration.ofMinutes(2));
    long before = stage.calls("POST", "/projects");
    for (int i = 0; i < MANY; i++) {
      stage.project("p" + (before + i), ", accountRef: {name: " + account + "}");
    }
    return before + MANY;
  }

  /** Much that is asked of an account at once has to wait. */
  private static void assertLimited(String what, Stage stage, String account) {
    long all = ask(stage, account);
    stage.settle();
    assertThat(stage.calls("POST", "/projects")).as(what).isLessThan(all);
  }

  /** Much that is asked of an account is done without any time passing. */
  private static void assertFree(String what, Stage stage, String account) {
    long all = ask(stage, account);
    await(what).atMost(PATIENCE).until(() -> stage.calls("POST", "/projects") == all);
  }

  @ParameterizedTest
  @EnumSource
  void itGoesWithItsAccount(Way way) {
    try (var stage = open()) {
      assertLimited("the same key", stage, "first");
      way.leave(stage);
      assertFree("the key that was left", stage, "first");
      if (way.toTheOtherKey) {
        assertLimited("the key it went to", stage, "second");
      } else {
        assertFree("the other key", stage, "second");
      }
    }
  }

  @Test
  void itStaysWhereItsAccountStays() {
    try (var stage = open()) {
      account(stage, "default", "first", SMALL);
      assertLimited("the same key from another Secret", stage, "first");
      assertFree("another key", stage, "second");
    }
  }
}
