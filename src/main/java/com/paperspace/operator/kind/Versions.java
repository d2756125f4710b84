package com.paperspace.operator.kind;

import com.paperspace.operator.client.DatasetVersions;
import com.paperspace.operator.client.DatasetVersions.Change;
import com.paperspace.operator.client.DatasetVersions.Create;
import com.paperspace.operator.client.DatasetVersions.View;
import com.paperspace.operator.client.Paperspace;
import java.util.List;
import java.util.Optional;

/** The versions of one dataset. */
record Versions(Paperspace api, String dataset) {
  private DatasetVersions all() {
    return api.datasetVersions();
  }

  List<View> list() {
    return all().list(dataset);
  }

  Optional<View> get(String version) {
    return all().get(dataset, version);
  }

  View create(Create body) {
    return all().create(dataset, body);
  }

  Optional<View> update(String version, Change body) {
    return all().update(dataset, version, body);
  }

  void delete(String version) {
    all().delete(dataset, version);
  }
}
