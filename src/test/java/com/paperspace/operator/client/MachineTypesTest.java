package com.paperspace.operator.client;

import static com.paperspace.operator.client.FakeService.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.client.PaperspaceException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MachineTypesTest {
  private final FakeService service = new FakeService();
  private final MachineTypes types = service.client().machineTypes();

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void availability() {
    service.answers("{\"available\": true}").answers("{\"available\": false}").answers("{}");
    assertThat(types.available("A4000", "ny2")).isTrue();
    assertThat(types.available("A4000", "ny2")).isFalse();
    assertThat(failure(() -> types.available("A4000", "ny2")).reason()).isEqualTo(Reason.MALFORMED);
    assertThat(service.taken())
        .isEqualTo("GET /v1/machine-availability?machineType=A4000&region=ny2");
  }
}
