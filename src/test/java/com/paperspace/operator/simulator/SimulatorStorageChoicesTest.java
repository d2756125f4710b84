package com.paperspace.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.simulator.StorageChoices.BucketKeys;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every side of what is open about storage providers, datasets and models. */
class SimulatorStorageChoicesTest extends BothSides {
  SimulatorStorageChoicesTest() {
    super(StorageChoices.class);
  }

  @ParameterizedTest
  @CsvSource({"RETURNED,k2", "MASKED,********"})
  void keysInAnswers(BucketKeys choice, String shown) {
    choose(choice);
    var made = caller.ok("POST", "/storage-providers", Bodies.storage("b", "k1", "k2", false));
    var id = made.get("id").asText();
    var body = Bodies.object(Bodies.storage("b", "k3", "k4", false)).without("storageProviderType");

    assertThat(caller.ok("GET", "/storage-providers/" + id)).isEqualTo(made);
    assertThat(made.at("/s3Config/secretAccessKey").asText()).isEqualTo(shown);
    assertThat(
            caller.ok("GET", "/storage-providers").at("/items/0/s3Config/secretAccessKey").asText())
        .isEqualTo(shown);
    assertThat(caller.ok("PUT", "/storage-providers/" + id, body.toString()).toString())
        .contains(choice == BucketKeys.MASKED ? "****" : "k4");
    assertThat(simulator.team("team-a").kept("storage-providers", id, "secretAccessKey"))
        .isEqualTo("k4");
    assertThat(simulator.journal().all().toString()).doesNotContain("k1", "k2", "k3", "k4");
  }
}
