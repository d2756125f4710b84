package com.paperspace.operator.reconcile.pass;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Condition;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is logged of conditions: each turn, once, and with its reason. */
class ConditionLogTest {
  @ParameterizedTest(name = "from {0} to {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "none | Synced True UpToDate a; Ready True Available b"
            + " | Synced True: UpToDate: a; Ready True: Available: b",
        "Ready True Available b | Ready True Available another word |",
        "Ready False Creating a; Synced Unknown InProgress a"
            + " | Ready False Updating a; Synced Unknown InProgress a"
            + " | Ready False: Updating: a",
        "Ready True Available b | Stalled True InvalidSpec w; Synced False InvalidSpec w;"
            + " Ready False InvalidSpec w"
            + " | Stalled True, Synced False, Ready False: InvalidSpec: w",
        "Stalled True InvalidSpec w; Ready False InvalidSpec w | Ready True Available b"
            + " | no longer Stalled (InvalidSpec); Ready True: Available: b",
        "Reconciling True Creating a; Ready False Creating a"
            + " | Reconciling True Updating a; Ready False Creating a |",
        "Reconciling True Creating a; Ready True Available b | Ready True Available b |",
      })
  void saysWhatTurns(String before, String after, String lines) {
    assertThat(ConditionLog.lines(conditions(before), conditions(after)))
        .isEqualTo(lines == null ? List.of() : Arrays.asList(lines.split("; ")));
  }

  private static List<Condition> conditions(String text) {
    return text.equals("none")
        ? null
        : Arrays.stream(text.split("; ")).map(it -> condition(it.split(" ", 4))).toList();
  }

  private static Condition condition(String... parts) {
    return new Condition(parts[0], parts[1], parts[2], parts[3], "2026-11-29T00:00:00Z", 1L);
  }
}
