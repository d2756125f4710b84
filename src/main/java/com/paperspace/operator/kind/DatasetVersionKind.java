package com.paperspace.operator.kind;

import com.paperspace.operator.api.Dataset;
import com.paperspace.operator.api.DatasetVersion;
import com.paperspace.operator.api.DatasetVersion.Observed;
import com.paperspace.operator.api.DatasetVersion.Spec;
import com.paperspace.operator.client.DatasetVersions;
import com.paperspace.operator.client.DatasetVersions.View;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Identity;
import java.util.Objects;

/** A version of a dataset; it has no name, and once committed it stays so. */
public final class DatasetVersionKind {
  private static final ResourceRef<Spec> DATASET =
      new ResourceRef<>(
          "datasetRef", "datasetId", Dataset.class, Spec::datasetRef, Spec::datasetId);

  private DatasetVersionKind() {}

  private static boolean exists(Paperspace api, String dataset) {
    return api.datasets().get(dataset).isPresent();
  }

  /** The kind as its table says. */
  public static Adapter<DatasetVersion, Observed, Remote<View>> adapter() {
    return new SimpleKind<>(
        KindTable.in(
                Parent.of("dataset", DATASET, DatasetVersionKind::exists),
                DatasetVersion.class,
                Versions::new,
                Versions::list,
                Versions::get)
            .is(Trait.PUBLIC)
            .is(Trait.UNNAMED)
            .is(Trait.UNREPEATABLE)
            .identity(it -> new Identity(it.version(), "", it.dtCreated()))
            .row(VersionRows.MESSAGE)
            .row(VersionRows.TAGS)
            .row(VersionRows.METADATA)
            .row(VersionRows.IS_COMMITTED)
            .create(DatasetVersionKind::body, Versions::create)
            .change(DatasetVersionKind::changed, Versions::update)
            .holds("no files")
            .diesWith("dataset", Observed::datasetId, DatasetVersionKind::exists)
            .delete(Versions::delete)
            .observed("The version exists.", it -> observed(it.parent(), it.view())));
  }

  private static DatasetVersions.Create body(Declared<Spec> it) {
    var spec = it.spec();
    return new DatasetVersions.Create(
        spec.message(), spec.tags(), VersionRows.texts(spec.metadata()));
  }

  private static DatasetVersions.Change changed(Declared<Spec> it) {
    return new DatasetVersions.Change(
        it.changed("message", Spec::message),
        it.changed("tags", Spec::tags),
        VersionRows.texts(it.changed("metadata", Spec::metadata)),
        it.changed("isCommitted", Spec::isCommitted));
  }

  private static Observed observed(String dataset, View it) {
    var made = Objects.toString(it.dtCreated(), null);
    var modified = Objects.toString(it.dtModified(), null);
    boolean isCommitted = Boolean.TRUE.equals(it.isCommitted());
    return new Observed(
        dataset, it.version(), isCommitted, it.url(), it.usageBytes(), it.userId(), made, modified);
  }
}
