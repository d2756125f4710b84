package com.paperspace.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Dataset;
import com.paperspace.operator.api.DatasetVersion;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.Model;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.StorageProvider;
import com.paperspace.operator.simulator.Fault;
import com.paperspace.operator.support.Rig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  private static void deployment(Stage stage) {
    stage.rig.apply("kind: PaperspaceProject\nmetadata: {name: home}\nspec: {}\n");
    stage.rig.apply(
        """
        kind: Deployment
        metadata: {name: web}
        spec:
          projectRef: {name: home}
          image: nginx:1.27
          integrations:
            - {type: model, name: weights, modelRef: {name: m}}
            - {type: s3, name: data, datasetVersionRef: {name: v}}
          resources: {machineType: C4, ports: [80]}
        """);
  }

  /** Whatever comes first waits for what it names, and goes after what names it. */
  @Test
  void whatIsStoredIsMountedByNameAndGoesInTheRightOrder() {
    try (var stage = Stage.open()) {
      deployment(stage);
      stage.rig.apply(
          "kind: Model\nmetadata: {name: m}\nspec: {storageProviderRef: {name: store}}\n");
      stage.says(Deployment.class, "web", "Synced", "WaitingForReference");
      stage.says(Model.class, "m", "Synced", "WaitingForReference");
      stage.rig.apply(
          "kind: DatasetVersion\nmetadata: {name: v}\nspec: {datasetRef: {name: home}}\n");
      stage.rig.apply(
          "kind: Dataset\nmetadata: {name: home}\nspec: {storageProviderRef: {name: store}}\n");
      provider(stage, "store", "");
      stage.ready(Deployment.class, "web");
      var store = stage.ready(StorageProvider.class, "store").getStatus().id();
      var model = stage.ready(Model.class, "m").getStatus();
      var version = stage.ready(DatasetVersion.class, "v").getStatus().observed();
      assertThat(model.observed().storageProviderId()).isEqualTo(store);
      var mounted = stage.team().deployments().all().get(0).at("/latestSpec/data/integrations");
      assertThat(mounted.at("/0/id").asText()).isEqualTo(model.id());
      assertThat(mounted.at("/1/url").asText()).startsWith("s3://data/").isEqualTo(version.url());

      stage.rig.delete(StorageProvider.class, "store");
      stage.rig.delete(Dataset.class, "home");
      stage.rig.delete(DatasetVersion.class, "v");
      stage.rig.delete(Model.class, "m");
      stage.says(StorageProvider.class, "store", "Synced", "InUse");
      stage.says(Dataset.class, "home", "Synced", "InUse");
      stage.says(DatasetVersion.class, "v", "Synced", "InUse");
      stage.says(Model.class, "m", "Synced", "InUse");
      stage.rig.delete(Deployment.class, "web");
      stage.gone(StorageProvider.class, "store");
      stage.gone(Dataset.class, "home");
      assertThat(stage.team().table("dataset-versions").size()).isZero();
      assertThat(stage.cloud.violations()).isEmpty();
    }
  }

  private static void version(Stage stage) {
    version(stage, Fault.RESET_AFTER_EFFECT);
  }

  private static void dataset(Stage stage) {
    provider(stage, "store", "");
    stage.rig.apply(
        "kind: Dataset\nmetadata: {name: home}\nspec: {storageProviderRef: {name: store}}\n");
    stage.ready(Dataset.class, "home");
  }

  private static void version(Stage stage, Fault lost) {
    dataset(stage);
    stage.cloud.faults().next("POST", VERSIONS, lost);
    stage.rig.apply(
        "kind: DatasetVersion\nmetadata: {name: v}\nspec: {datasetRef: {name: home}}\n");
    // What comes after this comes after the create, however slow the machine is.
    await().until(() -> stage.calls("POST", VERSIONS) > 0);
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

  /** What a training run leaves meanwhile is not taken over, and so never deleted with ours. */
  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "false, '{\"message\": \"a run of somebody else\"}'",
    "false, '{\"tags\": \"theirs\"}'",
    "false, '{\"metadata\": {\"run\": \"7\"}}'",
    "true, '{\"message\": \"a run of somebody else\"}'",
  })
  void aVersionThatIsNotAsOursWasToBeIsNotTaken(boolean made, String theirs) {
    try (var stage = Stage.open()) {
      version(stage, made ? Fault.RESET_AFTER_EFFECT : Fault.RESET_BEFORE_EFFECT);
      stage.settle();
      var home = stage.get(Dataset.class, "home").getStatus().id();
      var other =
          stage
              .team()
              .console("POST", "/datasets/" + home + "/versions", theirs)
              .path("version")
              .asText();
      if (made) {
        var v = stage.ready(DatasetVersion.class, "v");
        assertThat(v.getStatus().id()).doesNotEndWith(other);
        return;
      }
      var v = stage.says(DatasetVersion.class, "v", "Stalled", "AmbiguousExternal");
      assertThat(told(v)).contains("it is not as it was to be made: " + home + "/" + other);
    }
  }

  /** Nobody sees to it while it is paused, and no other version of its dataset can be told. */
  @Test
  void whoWaitsForACreateThatNobodySettlesIsToldAndGoesOnAfterIt() {
    try (var stage = Stage.open()) {
      version(stage);
      stage.until(() -> stage.calls("POST", VERSIONS) == 1);
      stage.rig.annotate(DatasetVersion.class, "v", Annotations.PAUSED, "true");
      stage.settle();
      stage.rig.apply(
          "kind: DatasetVersion\nmetadata: {name: w}\nspec: {datasetRef: {name: home}}\n");
      stage.says(DatasetVersion.class, "w", "Reconciling", "Creating");
      var w = stage.says(DatasetVersion.class, "w", "Stalled", "OwnershipConflict");
      assertThat(told(w)).contains("The create of DatasetVersion/v is not settled");
      stage.rig.annotate(DatasetVersion.class, "v", Annotations.PAUSED, "false");
      stage.ready(DatasetVersion.class, "v");
      stage.ready(DatasetVersion.class, "w");
      assertThat(stage.team().table("dataset-versions").size()).isEqualTo(2);
    }
  }

  @Test
  void whoIsPausedBeforeItsCreateIsAnnouncedKeepsNobodyFromTheirs() {
    try (var stage = Stage.open()) {
      dataset(stage);
      stage.cloud.faults().next("GET", VERSIONS, Fault.UNAVAILABLE).always();
      stage.rig.apply(
          "kind: DatasetVersion\nmetadata: {name: v}\nspec: {datasetRef: {name: home}, policy:"
              + " {adoption: ByName}}\n");
      stage.says(DatasetVersion.class, "v", "Synced", "ProviderUnavailable");
      stage.rig.annotate(DatasetVersion.class, "v", Annotations.PAUSED, "true");
      stage.says(DatasetVersion.class, "v", "Synced", "Paused");
      stage.cloud.faults().clear();
      stage.rig.apply(
          "kind: DatasetVersion\nmetadata: {name: w}\nspec: {datasetRef: {name: home}}\n");
      stage.ready(DatasetVersion.class, "w");
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

  /** Whoever mounts it would be rolled to an empty one. */
  @Test
  void aVersionThatWentWithItsDatasetIsMadeAgainOnlyWhenAPersonSaysSo() {
    try (var stage = Stage.open()) {
      dataset(stage);
      stage.rig.apply(
          "kind: DatasetVersion\nmetadata: {name: v}\nspec: {datasetRef: {name: home},"
              + " isCommitted: true}\n");
      stage.ready(DatasetVersion.class, "v");
      var dataset = stage.get(Dataset.class, "home").getStatus().id();
      stage.pass(Duration.ofMinutes(10));
      stage.team().console("DELETE", "/datasets/" + dataset, "");
      var lost = stage.says(DatasetVersion.class, "v", "Stalled", "ExternalMissing");
      assertThat(told(lost)).contains("went with dataset " + dataset);
      stage.pass(Duration.ofHours(3));
      assertThat(stage.calls("POST", VERSIONS)).as("as before").isEqualTo(1);
      stage.rig.annotate(DatasetVersion.class, "v", Annotations.RECONCILE_AT, "again");
      stage.ready(DatasetVersion.class, "v");
      assertThat(stage.calls("POST", VERSIONS)).isEqualTo(2);
    }
  }

  /** A change of one part sends all, the keys too, which nobody can read. */
  @Test
  void underReportTheKeysOfOthersAreNotOverwrittenForAnotherField() {
    try (var stage = Stage.open()) {
      var body =
          """
          {"name": "sp", "storageProviderType": "s3",
           "s3Config": {"bucket": "data", "accessKey": "theirs", "secretAccessKey": "theirs"}}
          """;
      var id = stage.team().console("POST", PROVIDERS, body).path("id").asText();
      provider(stage, "sp", "policy: {adoption: ByName, drift: Report}");
      stage.pass(Duration.ofMinutes(30));
      stage.patch(StorageProvider.class, "sp", "{\"spec\": {\"name\": \"renamed\"}}");
      var refused = stage.says(StorageProvider.class, "sp", "Stalled", "InvalidSpec");
      assertThat(told(refused)).startsWith("name: ").contains("accessKey", "policy.drift: Correct");
      stage.pass(Duration.ofHours(1));
      assertThat(stage.team().bucketSecret(id)).isEqualTo("theirs");

      stage.patch(
          StorageProvider.class,
          "sp",
          "{\"spec\": {\"policy\": {\"adoption\": \"ByName\", \"drift\": \"Correct\"}}}");
      stage.until(() -> "a key".equals(stage.team().bucketSecret(id)));
      stage.ready(StorageProvider.class, "sp");
    }
  }
}
