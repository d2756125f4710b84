package com.paperspace.operator.reconcile.create;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.kind.PrivateNetworkKind;
import com.paperspace.operator.reconcile.engine.PassBench;
import com.paperspace.operator.simulator.Fault;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The machine's clock is set between the API's last answer and a create whose answer is lost. */
class ClockSetTest {

  @ParameterizedTest(name = "{2}")
  @CsvSource({
    "0, 0, it is not",
    "-600, 1, what is made is younger than any create of then could make",
    "30, 1, what is made is older than the create",
  })
  void whatALostCreateMadeIsFoundAllTheSame(long seconds, int questions, String why) {
    try (var bench = new PassBench<>(PrivateNetworkKind.adapter())) {
      bench.create("first", "{name: first, region: ny2}");
      bench.until("first", "Ready", "Available");
      int before = bench.calls("GET", "/auth/session");
      bench.clock.set(Duration.ofSeconds(seconds));
      bench.cloud.faults().next("POST", "/private-networks", Fault.RESET_AFTER_EFFECT);
      bench.create("second", "{name: second, region: ny2}");
      bench.pass("second");
      assertThat(bench.calls("GET", "/auth/session") - before).as(why).isEqualTo(questions);
      bench.until("second", "Ready", "Available");
      assertThat(bench.calls("POST", "/private-networks")).as(why).isEqualTo(2);
      assertThat(bench.team().networks().size()).as(why).isEqualTo(2);
    }
  }
}
