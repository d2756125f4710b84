package com.paperspace.operator.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Machine;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** What an object gives away, on days when it is not as it should be. */
class OutputsTest {
  private static boolean hasAddress(Stage stage, String address) {
    var secret = stage.kubeSecret("desktop").get();
    return secret != null
        && Base64.getEncoder()
            .encodeToString(address.getBytes(UTF_8))
            .equals(secret.getData().get("publicIp"));
  }

  /** Whoever reads an old address connects to a stranger's machine. */
  @Test
  void anAddressThatChangesWhileADifferenceStandsIsGivenAway() {
    try (var stage = Stage.open()) {
      var id = Stage.foreignMachine(stage.team(), "m");
      stage.machine("m", ", externalId: " + id);
      stage.machineReady("m");
      stage.patch(
          Machine.class,
          "m",
          "{\"spec\": {\"machineType\": \"A6000\", \"outputs\": {\"secret\": \"desktop\"}}}");
      stage.says(Machine.class, "m", "Stalled", "DisruptionRequired");
      stage.until(() -> stage.kubeSecret("desktop").get() != null);
      stage.team().machines().edit(id, it -> it.put("publicIp", "203.0.113.99"));
      stage.until(() -> hasAddress(stage, "203.0.113.99"));
      stage.kubeSecret("desktop").delete();
      stage.until(() -> hasAddress(stage, "203.0.113.99"));
      assertThat(stage.calls("PATCH", "/machines/{id}/stop")).isZero();
    }
  }
}
