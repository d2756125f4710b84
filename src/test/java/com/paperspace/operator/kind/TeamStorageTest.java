package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.paperspace.operator.api.Dataset;
import com.paperspace.operator.api.Model;
import com.paperspace.operator.api.StorageProvider;
import com.paperspace.operator.client.StorageProviders.View;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.adapter.InUseException.Part;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The buckets of a team: those of Paperspace are left alone, and so is one that stores. */
class TeamStorageTest {
  private static final String SPEC =
      "{name: store, s3Config: {bucket: data, accessKeyFrom: {secretKeyRef: {name: s, key: a}},"
          + " secretAccessKeyFrom: {secretKeyRef: {name: s, key: b}}}}";

  private final OneTeam team = new OneTeam();
  private final TeamStorage storage = new TeamStorage(team.api);
  private final Remote<View> made = team.made(StorageProviderKind.adapter(), provider(SPEC));
  private final String id = made.view().id();

  @AfterEach
  void close() {
    team.close();
  }

  private static StorageProvider provider(String spec) {
    return Given.resource(StorageProvider.class, spec);
  }

  @Test
  void oneIsMadeWithItsKeysListedAndRead() {
    assertThat(made.view().name()).isEqualTo("store");
    assertThat(team.estate.bucketSecret(id)).isEqualTo("s3cret");
    assertThat(storage.get(id)).contains(made.view());
    assertThat(storage.get("sp0")).isEmpty();
    assertThat(storage.list()).as("without the one of Paperspace").containsExactly(made.view());
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "bucket: data | bucket: more | the bucket is changed, and the rest is kept",
        "name: store  | name: shop   | a new name goes with all of the bucket",
      })
  void aChangeOfAPartSendsAllOfItAgain(String was, String is, String why) {
    team.sent();
    var resource = provider(SPEC.replace(was, is));
    var after = team.changed(StorageProviderKind.adapter(), resource, made, team.given()).view();
    assertThat(after.name()).as(why).isEqualTo(is.contains("shop") ? "shop" : "store");
    assertThat(after.s3Config().bucket()).isEqualTo(is.contains("more") ? "more" : "data");
    assertThat(team.sent())
        .singleElement()
        .asString()
        .startsWith("PUT /storage-providers/" + id)
        .contains("\"isTeamDefault\":false", "\"accessKey\":\"***\"");
    assertThat(team.cloud.journal().calls("GET", "/storage-providers/{id}"))
        .as("what the answer shows is not read again")
        .isEmpty();
  }

  @Test
  void theOneOfPaperspaceIsNotTouched() {
    var managed = team.estate.managedStorage();
    assertThatThrownBy(() -> storage.get(managed))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "spec.externalId: storage provider "
                + managed
                + " is run by Paperspace itself and is not touched. Name another one, or remove"
                + " externalId to have one made; a Dataset names this one by storageProviderId.");
  }

  private void dataset(String name, String provider) {
    var yaml = "{id: %s, name: %s, teamId: %s, storageProviderId: %s, isPublic: false}";
    team.put("datasets", name, yaml.formatted(name, name, team.estate.id(), provider));
  }

  private void model(String name, String provider) {
    var yaml = "{id: %s, name: %s, storageProviderId: %s}";
    team.put("models", name, yaml.formatted(name, name, provider));
  }

  @Test
  void oneThatStoresIsKeptAndWhatItStoresIsNamed() {
    dataset("ds1", id);
    dataset("ds2", "elsewhere");
    model("mo1", id);
    model("mo2", "elsewhere");
    var kept =
        catchThrowableOfType(
            InUseException.class,
            () -> StorageProviderKind.adapter().delete(made).call().send(team.api));
    assertThat(kept).hasMessage("Storage provider " + id);
    assertThat(kept.parts())
        .containsExactly(new Part(Dataset.class, "ds1"), new Part(Model.class, "mo1"));
    assertThat(storage.get(id)).isPresent();
  }

  @Test
  void whatAPlainMemberDoesNotSeeMayBeStored() {
    dataset("ds2", "elsewhere");
    assertThatThrownBy(() -> new TeamStorage(team.plain).requireUnused(id))
        .isInstanceOf(InUseException.class)
        .hasMessageContaining("which may not show all datasets and models")
        .hasMessageContaining("whether one uses storage provider " + id);
  }

  @Test
  void oneThatStoresNothingIsDeleted() {
    dataset("ds2", "elsewhere");
    model("mo2", "elsewhere");
    StorageProviderKind.adapter().delete(made).call().send(team.api);
    assertThat(storage.get(id)).isEmpty();
  }
}
