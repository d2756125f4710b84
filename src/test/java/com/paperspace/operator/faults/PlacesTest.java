package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.api.PublicIp;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Of what one at a time can have, the next has it as soon as it is free, and waits for no clock.
 */
class PlacesTest {
  private static final String SECRET =
      """
      kind: ProjectSecret
      metadata: {name: %s}
      spec: {projectRef: {name: home}, name: TOKEN, valueFrom: {secretKeyRef: {name: v, key: v}}}
      """;

  @Test
  void addressesOfOneRegionAreMadeOneRightAfterTheOther() {
    try (var stage = Stage.open()) {
      var names = List.of("a", "b", "c");
      names.forEach(name -> PublicIpTest.address(stage, name, ""));
      stage.settle();
      assertThat(stage.calls("POST", "/public-ips")).isEqualTo(3);
      assertThat(names).allMatch(name -> stage.get(PublicIp.class, name).getStatus().id() != null);
    }
  }

  @Test
  void aNameIsFreeOnceItsFirstCreateWasRefused() {
    try (var stage = Stage.open()) {
      stage.home();
      stage.rig.secret("v", "v", "value");
      stage.cloud.faults().next("POST", "/projects/{id}/secrets", Fault.REFUSED);
      Stream.of("a", "b").forEach(name -> stage.rig.apply(SECRET.formatted(name)));
      stage.settle();
      assertThat(Stream.of("a", "b").map(name -> stage.get(ProjectSecret.class, name)))
          .as("one was refused, the other has it")
          .filteredOn(it -> Rig.is(it, "Ready", "True"))
          .hasSize(1);
    }
  }
}
