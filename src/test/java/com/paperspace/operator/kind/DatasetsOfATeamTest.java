package com.paperspace.operator.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.paperspace.operator.api.Dataset;
import com.paperspace.operator.api.DatasetVersion;
import com.paperspace.operator.client.DatasetVersions;
import com.paperspace.operator.client.Datasets;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.adapter.InUseException.Part;
import com.paperspace.operator.reconcile.adapter.Reference;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The datasets of a team and their versions, from the first call to the last. */
class DatasetsOfATeamTest {
  private final OneTeam team = new OneTeam();
  private final Adapter<Dataset, Dataset.Observed, Remote<Datasets.View>> datasets =
      DatasetKind.adapter();
  private final Adapter<DatasetVersion, DatasetVersion.Observed, Remote<DatasetVersions.View>>
      versions = DatasetVersionKind.adapter();
  private final Remote<Datasets.View> faces =
      team.made(datasets, dataset("{name: faces, description: all, isPublic: true}"));
  private final String id = faces.view().id();

  @AfterEach
  void close() {
    team.close();
  }

  private static Dataset dataset(String spec) {
    return Given.resource(Dataset.class, spec);
  }

  private DatasetVersion version(String more) {
    return Given.resource(DatasetVersion.class, "{datasetId: " + id + more + "}");
  }

  @Test
  void aDatasetIsMadeListedInItsTeamReadAndChanged() {
    assertThat(faces.view())
        .extracting(Datasets.View::name, Datasets.View::description, Datasets.View::isPublic)
        .containsExactly("faces", "all", true);
    team.put("datasets", "dsx", "{id: dsx, name: theirs, isPublic: true, teamId: tex}");
    assertThat(datasets.list(team.estate.id(), team.api)).as("not others'").containsExactly(faces);
    assertThat(datasets.get(id, team.api).orElseThrow().view()).isEqualTo(faces.view());
    var named = dataset("{name: heads, description: few}");
    team.sent();
    int mark = team.cloud.journal().size();
    var after = team.changed(datasets, named, faces, team.given());
    assertThat(after.view().description()).isEqualTo("few");
    assertThat(team.sent())
        .containsExactly("PUT /datasets/" + id + " {\"name\":\"heads\",\"description\":\"few\"}");
    assertThat(team.cloud.journal().since(mark)).as("what it answers is not read").hasSize(1);
  }

  @Test
  void aDatasetWithVersionsIsKept() {
    var first = team.made(versions, version(""));
    var kept =
        catchThrowableOfType(
            InUseException.class, () -> datasets.delete(faces).call().send(team.api));
    assertThat(kept).hasMessage("Dataset " + id);
    assertThat(kept.parts())
        .containsExactly(new Part(DatasetVersion.class, id + "/" + first.view().version()));
    versions.delete(first).call().send(team.api);
    datasets.delete(faces).call().send(team.api);
    assertThat(datasets.get(id, team.api)).isEmpty();
  }

  @Test
  void aVersionIsMadeListedInItsDatasetReadAndDeleted() {
    var made = team.made(versions, version(", message: first, tags: [a, b], metadata: {n: '7'}"));
    assertThat(made.view())
        .extracting(
            DatasetVersions.View::message,
            DatasetVersions.View::tags,
            DatasetVersions.View::metadata)
        .containsExactly("first", List.of("a", "b"), Map.of("n", "7"));
    var key = id + "/" + made.view().version();
    assertThat(versions.list(id, team.api)).containsExactly(made);
    assertThat(versions.get(key, team.api)).contains(made);
    versions.delete(made).call().send(team.api);
    assertThat(versions.get(key, team.api)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "message: second    | {\"message\":\"second\"}",
        "tags: [b]          | {\"tags\":\"b\"}",
        "metadata: {n: '8'} | {\"metadata\":{\"n\":\"8\"}}",
        "isCommitted: true  | {\"isCommitted\":true}",
      })
  void aChangeOfAVersionSendsWhatDiffersAlone(String declared, String body) {
    var made = team.made(versions, version(""));
    team.sent();
    var resource = version(", " + declared);
    var after = team.changed(versions, resource, made, team.given());
    assertThat(team.sent())
        .containsExactly("PUT /datasets/" + id + "/versions/" + made.view().version() + " " + body);
    assertThat(versions.diff(resource, after, team.given())).as("it answers").isEmpty();
    assertThat(team.cloud.journal().calls("GET", "/datasets/{datasetId}/versions/{version}"))
        .as("so it is not read again")
        .isEmpty();
  }

  @Test
  void whatIsSeenOfAVersionTellsWhereItIs() {
    var view =
        Given.read(
            DatasetVersions.View.class,
            "{version: v1, isCommitted: true, url: 's3://b/v1', usageBytes: 7, userId: u1,"
                + " dtCreated: '2026-11-20T10:00:00Z', dtModified: '2026-11-20T11:00:00Z'}");
    var seen = versions.observe(version(""), Remote.of(id, view), team.given());
    assertThat(seen.observed())
        .isEqualTo(
            new DatasetVersion.Observed(
                id,
                "v1",
                true,
                "s3://b/v1",
                7L,
                "u1",
                "2026-11-20T10:00:00Z",
                "2026-11-20T11:00:00Z"));
    assertThat(versions.remains(version(""), seen.observed()))
        .as("a version that is gone may have gone with its dataset")
        .isEqualTo(seen.observed());
    assertThat(
            datasets.remains(
                dataset("{}"), datasets.observe(dataset("{}"), faces, team.given()).observed()))
        .as("a dataset is no part of anything")
        .isNull();
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void theDatasetAVersionNamesIsLookedFor(boolean isThere) {
    var reference = new Reference.ToResource("datasetRef", Dataset.class, "faces");
    var given = team.given().with(Map.of("datasetRef", isThere ? id : "ds0"));
    assertThat(versions.exists(reference, given, team.api)).isEqualTo(isThere);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "here | %s/v1 is gone from the cloud, and what it held with it. A new one would hold no files."
            + " | the dataset is there: somebody took the version alone",
        "ds0  | ds0/v1 went with dataset ds0, which is gone. | they go with it",
      })
  void whyAVersionIsGone(String dataset, String message, String why) {
    var of = dataset.equals("here") ? id : dataset;
    var gone =
        Given.read(
            DatasetVersion.class,
            "{metadata: {name: here}, spec: {datasetId: %s}, status: {id: %s/v1, observed: {datasetId: %s}}}"
                .formatted(of, of, of));
    var told = versions.whyGone(gone, team.given(), team.api);
    assertThat(told.map(it -> it.message()).orElse("")).as(why).isEqualTo(message.formatted(of));
  }
}
