package com.paperspace.operator.kind;

import com.paperspace.operator.api.DatasetVersion;
import com.paperspace.operator.client.Datasets;
import com.paperspace.operator.client.Datasets.Change;
import com.paperspace.operator.client.Datasets.Create;
import com.paperspace.operator.client.Datasets.View;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.adapter.InUseException.Part;
import java.util.List;
import java.util.Optional;

/** The datasets of one team; others' public ones are seen as well. */
record TeamDatasets(Paperspace api, String team) {
  private Datasets all() {
    return api.datasets();
  }

  List<View> list() {
    return all().list(team);
  }

  Optional<View> get(String id) {
    return all().get(id);
  }

  View create(Create body) {
    return all().create(body);
  }

  Optional<View> update(String id, Change body) {
    return all().update(id, body);
  }

  void delete(String id) {
    all().delete(id);
  }

  /**
   * Refuses to take a dataset away with what it holds.
   *
   * @throws InUseException when it has versions
   */
  static void requireEmpty(Paperspace api, View it) {
    var id = it.id();
    InUseException.requireNone(
        "Dataset " + id,
        api.datasetVersions().list(id).stream()
            .map(version -> new ScopedId(id, version.version()).toString())
            .map(version -> new Part(DatasetVersion.class, version))
            .toList());
  }
}
