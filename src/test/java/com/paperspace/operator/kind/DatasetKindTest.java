package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.Dataset;
import com.paperspace.operator.api.StorageProvider;
import com.paperspace.operator.client.Datasets.View;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a dataset differs, and how it names its storage. */
class DatasetKindTest {
  private static final String SPEC =
      "{name: faces, description: all, isPublic: true, storageProviderRef: {name: store}}";
  private static final String VIEW =
      "{id: ds1, name: faces, description: all, isPublic: true, teamId: te1,"
          + " storageProviderId: id-of-storageProviderRef, dtCreated: '2026-11-20T10:00:00Z'}";

  private final Adapter<Dataset, Dataset.Observed, Remote<View>> adapter = DatasetKind.adapter();

  private static Dataset dataset(String spec) {
    return Given.resource(Dataset.class, spec);
  }

  private static Remote<View> view(String yaml) {
    return Remote.of("te1", Given.read(View.class, yaml));
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "name: faces        | name: old         | CORRECT name faces was old",
        "name: faces        | name: null        |",
        "description: all   | description: null | CORRECT description all was (none)",
        "isPublic: true     | isPublic: false   | REPLACE isPublic true was false",
        "id-of-storageProviderRef | sp2         | REPLACE storageProviderRef"
            + " id-of-storageProviderRef was sp2",
      })
  void whatDiffers(String as, String shown, String drift) {
    var found = adapter.diff(dataset(SPEC), view(VIEW.replace(as, shown)), Given.given());
    assertThat(Given.words(found)).isEqualTo(drift == null ? "" : drift);
  }

  @Test
  void itNamesItsStorageByAResourceOrByAnId() {
    assertThat(adapter.references(dataset(SPEC)))
        .containsExactly(
            new Reference.ToResource("storageProviderRef", StorageProvider.class, "store"));
    assertThat(adapter.references(dataset("{storageProviderId: sp1}"))).isEmpty();
  }

  /** The list is told the team, but an id says all by itself. */
  @Test
  void itIsListedInItsTeamAndReadByItsIdAlone() {
    assertThat(adapter.scope(dataset(SPEC), Given.given())).isEqualTo("te1");
    assertThat(adapter.identity(view(VIEW)).id()).isEqualTo("ds1");
    assertThat(adapter.naturalKey(dataset(SPEC), Given.given())).isEmpty();
  }
}
