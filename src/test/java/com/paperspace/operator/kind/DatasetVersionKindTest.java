package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.api.DatasetVersion;
import com.paperspace.operator.client.DatasetVersions.View;
import com.paperspace.operator.reconcile.adapter.Adapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a version differs, and how one without a name is known. */
class DatasetVersionKindTest {
  private final Adapter<DatasetVersion, DatasetVersion.Observed, Remote<View>> adapter =
      DatasetVersionKind.adapter();

  private static DatasetVersion version(String spec) {
    return Given.resource(DatasetVersion.class, spec);
  }

  private static Remote<View> view(String yaml) {
    return Remote.of("ds1", Given.read(View.class, yaml));
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "message: new       | message: old          | CORRECT message new was old",
        "message: ''        | message: null         |",
        "tags: [b, a]       | tags: [a, b, a]       |",
        "tags: [b, a]       | tags: null            | CORRECT tags [a, b] was []",
        "tags: []           | tags: null            |",
        "metadata: {n: '7'} | metadata: {n: 7}      |",
        "isCommitted: true  | isCommitted: false    | CORRECT isCommitted true was false",
        "isCommitted: true  | isCommitted: true     |",
        "isCommitted: false | isCommitted: true     | REPLACE isCommitted false was true",
      })
  void whatDiffers(String declared, String shown, String drift) {
    var found =
        adapter.diff(
            version("{datasetId: ds1, " + declared + "}"),
            view("{version: v1, datasetId: ds1, " + shown + "}"),
            Given.given());
    assertThat(Given.words(found)).isEqualTo(drift == null ? "" : drift);
  }

  @Test
  void whatMayBeSecretInItsMetadataIsNotTold() {
    var found =
        adapter.diff(
            version("{datasetId: ds1, metadata: {token: mine}}"),
            view("{version: v1, metadata: {token: theirs}}"),
            Given.given());
    assertThat(found).hasSize(1);
    assertThat(Given.words(found)).contains("metadata").doesNotContain("mine", "theirs");
  }

  /** A commit that is sent again may be refused, and its dataset alone tells whose it is. */
  @Test
  void itHasNoNameAndIsKnownByItsDataset() {
    var resource = version("{datasetId: ds1}");
    assertThat(adapter.isNamed()).isFalse();
    assertThat(adapter.isFoundByScope()).isTrue();
    assertThat(adapter.isRepeatable()).isFalse();
    assertThat(adapter.naturalKey(resource, Given.given())).isEmpty();
    assertThat(adapter.scope(resource, Given.given())).isEqualTo("ds1");
    assertThat(adapter.identity(view("{version: v1}")).id()).isEqualTo("ds1/v1");
    assertThat(adapter.sameScope("ds1/v1", "ds2/v1")).isFalse();
  }
}
