package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Dataset;
import com.paperspace.operator.api.DatasetVersion;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.StorageProvider;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import org.junit.jupiter.api.Test;

/** Storage providers, datasets and versions on bad days. */
class StorageTest {
  private static final String PROVIDERS = "/storage-providers";
  private static final String VERSIONS = "/datasets/{datasetId}/versions";

  private static void provider(Stage stage, String name, String more) {
    stage.rig.secret("bucket", "key", "a key");
    stage.rig.apply(
        """
        kind: StorageProvider
        metadata: {name: %s}
        spec:
          s3Config:
            bucket: data
            accessKeyFrom: {secretKeyRef: {name: bucket, key: key}}
            secretAccessKeyFrom: {secretKeyRef: {name: bucket, key: key}}
          %s
        """
            .formatted(name, more));
  }

  private static String told(PaperspaceResource<?, ?> resource) {
    return Rig.condition(resource, "Stalled").orElseThrow().message();
  }

  @Test
  void theFirstThatIsTheTeamsDefaultStaysSoAndTheSecondIsTold() {
    try (var stage = Stage.open()) {
      provider(stage, "one", "isTeamDefault: true");
      stage.ready(StorageProvider.class, "one");
      provider(stage, "two", "isTeamDefault: true");
      var two = stage.says(StorageProvider.class, "two", "Stalled", "OwnershipConflict");
      assertThat(told(two)).contains("spec.isTeamDefault", "StorageProvider/one");
      assertThat(stage.calls("PUT", PROVIDERS + "/{id}")).as("no fight").isZero();
      assertThat(stage.get(StorageProvider.class, "one").getStatus().observed().isTeamDefault())
          .isTrue();

      stage.rig.delete(StorageProvider.class, "one");
      stage.gone(StorageProvider.class, "one");
      stage.ready(StorageProvider.class, "two");
      assertThat(stage.cloud.violations()).isEmpty();
    }
  }

  @Test
  void oneThatPaperspaceRunsIsNotTouched() {
    try (var stage = Stage.open()) {
      provider(stage, "theirs", "externalId: " + stage.team().managedStorage());
      var theirs = stage.says(StorageProvider.class, "theirs", "Stalled", "InvalidSpec");
      assertThat(told(theirs)).contains("spec.externalId", "run by Paperspace itself");
      stage.rig.delete(StorageProvider.class, "theirs");
      stage.gone(StorageProvider.class, "theirs");
      assertThat(stage.cloud.violations()).isEmpty();
    }
  }

  /** No row has a date: what stood before the create is told apart by its id alone. */
  @Test
  void oneWhoseAnswerIsLostIsFoundAmongItsNamesakes() {
    try (var stage = Stage.open()) {
      provider(stage, "first", "name: same");
      var first = stage.ready(StorageProvider.class, "first").getStatus().id();
      stage.cloud.faults().next("POST", PROVIDERS, Fault.RESET_AFTER_EFFECT);
      provider(stage, "second", "name: same");
      var second = stage.ready(StorageProvider.class, "second").getStatus().id();
      assertThat(second).isNotEqualTo(first);
      assertThat(stage.calls("POST", PROVIDERS)).as("creates sent").isEqualTo(2);
      assertThat(stage.events("IntentRecovered")).hasSize(1);
    }
  }

  private static void version(Stage stage) {
    provider(stage, "store", "");
    stage.rig.apply(
        "kind: Dataset\nmetadata: {name: home}\nspec: {storageProviderRef: {name: store}}\n");
    stage.ready(Dataset.class, "home");
    stage.cloud.faults().next("POST", VERSIONS, Fault.RESET_AFTER_EFFECT);
    stage.rig.apply(
        "kind: DatasetVersion\nmetadata: {name: v}\nspec: {datasetRef: {name: home}}\n");
  }

  @Test
  void aVersionWhoseAnswerIsLostIsFound() {
    try (var stage = Stage.open()) {
      version(stage);
      stage.ready(DatasetVersion.class, "v");
      assertThat(stage.calls("POST", VERSIONS)).as("creates sent").isEqualTo(1);
      assertThat(stage.team().table("dataset-versions").size()).isEqualTo(1);
    }
  }

  @Test
  void ofTwoVersionsNobodyCanTellWhoseIsWhose() {
    try (var stage = Stage.open()) {
      version(stage);
      stage.settle();
      var home = stage.get(Dataset.class, "home").getStatus().id();
      stage.team().console("POST", "/datasets/" + home + "/versions", "{}");
      var v = stage.says(DatasetVersion.class, "v", "Stalled", "AmbiguousExternal");
      assertThat(v.getStatus().id()).isNull();
      assertThat(stage.calls("POST", VERSIONS)).as("creates sent").isEqualTo(1);
    }
  }
}
