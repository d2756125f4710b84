package com.paperspace.operator.reconcile.update;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import com.paperspace.operator.kind.MachineAdapter;
import com.paperspace.operator.reconcile.engine.PassBench;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An operation of the cloud that fails is tried again; the third failure in a row is stalled. */
class FailedChangeTest {
  private static final String START = "/machines/{id}/start";

  private final PassBench<Machine, Machine.Observed> bench = new PassBench<>(new MachineAdapter());

  @AfterEach
  void close() {
    bench.close();
  }

  private void startsFail(int times) {
    bench.create(
        "m",
        "{machineType: A4000, templateId: t0nspur5, region: ny2, diskSize: 50, powerState: 'Off'}");
    bench.until("m", "Ready", "Off");
    bench.cloud.mishaps().failEvents("start", times, "no luck");
    bench.patch("m", "{metadata: {generation: 2}, spec: {powerState: 'On'}}");
  }

  private boolean isStalled() {
    return bench.condition("m", "Stalled").filter(it -> it.status().equals("True")).isPresent();
  }

  /** Whether it is stalled after each failed start. */
  private List<Boolean> stalledAfterEachStart(int starts) {
    var seen = new ArrayList<Boolean>();
    for (int i = 0; i < 40 && seen.size() < starts; i++) {
      var next = bench.pass("m").orElseThrow();
      if (bench.calls("PATCH", START) > seen.size()
          && bench.reason("m", "Ready").equals("OperationFailed")) {
        seen.add(isStalled());
      }
      bench.after(next);
    }
    return seen;
  }

  @Test
  void theThirdFailureInARowIsStalled() {
    startsFail(99);
    assertThat(stalledAfterEachStart(4)).containsExactly(false, false, true, true);
  }

  @Test
  void whatWorksAfterTwoFailuresWasNeverStalled() {
    startsFail(2);
    assertThat(stalledAfterEachStart(2)).containsExactly(false, false);
    bench.until("m", "Ready", "Available");
    assertThat(isStalled()).isFalse();
  }
}
