package com.paperspace.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.simulator.StorageChoices.BucketKeys;
import com.paperspace.operator.simulator.StorageChoices.SecondCommit;
import com.paperspace.operator.simulator.StorageChoices.SecondProject;
import com.paperspace.operator.simulator.StorageChoices.UnfilteredDatasets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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

  @ParameterizedTest
  @EnumSource
  void unfilteredDatasets(UnfilteredDatasets choice) {
    choose(choice);
    caller.ok("POST", "/datasets", "{\"name\":\"a\",\"isPublic\":false}");
    caller.ok("POST", "/datasets", "{\"name\":\"b\",\"isPublic\":true}");

    assertThat(caller.ok("GET", "/datasets").get("items"))
        .hasSize(choice == UnfilteredDatasets.ALL_VISIBLE ? 2 : 1);
    assertThat(names("PRIVATE")).isEqualTo("a");
    assertThat(names("PUBLIC")).isEqualTo("b");
  }

  private String names(String privacy) {
    var items = caller.ok("GET", "/datasets?privacy=" + privacy).get("items");
    assertThat(items).hasSize(1);
    return items.at("/0/name").asText();
  }

  @ParameterizedTest
  @EnumSource
  void secondCommit(SecondCommit choice) {
    choose(choice);
    var dataset = caller.ok("POST", "/datasets", "{\"name\":\"a\"}").get("id").asText();
    var at = "/datasets/" + dataset + "/versions";
    var one = at + "/" + caller.ok("POST", at, "{}").get("version").asText();
    caller.ok("PUT", one, "{\"isCommitted\":true}");
    var again = caller.call("PUT", one, "{\"isCommitted\":true,\"message\":\"m\"}");

    assertThat(again.status()).isEqualTo(choice == SecondCommit.NO_OP ? 200 : 400);
    assertThat(caller.ok("GET", one).get("message").isNull())
        .isEqualTo(choice == SecondCommit.BAD_REQUEST);
  }

  @ParameterizedTest
  @EnumSource
  void secondProject(SecondProject choice) {
    choose(choice);
    var model = caller.ok("POST", "/models", "{\"name\":\"m\"}").get("id").asText();
    var first = caller.ok("POST", "/projects", "{\"name\":\"a\"}").get("id").asText();
    var second = caller.ok("POST", "/projects", "{\"name\":\"b\"}").get("id").asText();
    caller.ok("POST", "/projects/" + first + "/models/" + model);
    var moved = choice == SecondProject.MOVES;

    assertThat(caller.call("POST", "/projects/" + second + "/models/" + model).status())
        .isEqualTo(moved ? 200 : 409);
    assertThat(caller.ok("GET", "/projects/" + first + "/models").get("items"))
        .hasSize(moved ? 0 : 1);
    assertThat(caller.ok("GET", "/models/" + model).get("projectId").asText())
        .isEqualTo(moved ? second : first);
  }
}
