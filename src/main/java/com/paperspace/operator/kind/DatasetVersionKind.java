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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

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
            .is(Trait.UNNAMED)
            .is(Trait.UNREPEATABLE)
            .identity(it -> new Identity(it.version(), "", it.dtCreated()))
            .row(Row.of("message", Spec::message, it -> text(it.message())))
            .row(Row.of("tags", it -> sorted(it.tags()), it -> sorted(tags(it))))
            .row(
                Row.<Spec, View>of("metadata", it -> texts(it.metadata()), it -> data(it)).hidden())
            .row(Row.flag("isCommitted", Spec::isCommitted, View::isCommitted).growing())
            .create(DatasetVersionKind::body, Versions::create)
            .change(DatasetVersionKind::changed, Versions::update)
            .diesWith("dataset", Observed::datasetId, DatasetVersionKind::exists)
            .delete(Versions::delete)
            .observed("The version exists.", it -> observed(it.parent(), it.view())));
  }

  private static DatasetVersions.Create body(Declared<Spec> it) {
    var spec = it.spec();
    return new DatasetVersions.Create(spec.message(), spec.tags(), texts(spec.metadata()));
  }

  private static DatasetVersions.Change changed(Declared<Spec> it) {
    return new DatasetVersions.Change(
        it.changed("message", Spec::message),
        it.changed("tags", Spec::tags),
        texts(it.changed("metadata", Spec::metadata)),
        it.changed("isCommitted", Spec::isCommitted));
  }

  private static String text(String it) {
    return Objects.requireNonNullElse(it, "");
  }

  private static List<String> tags(View it) {
    return Objects.requireNonNullElse(it.tags(), List.of());
  }

  private static List<String> sorted(List<String> tags) {
    return tags == null ? null : tags.stream().distinct().sorted().toList();
  }

  private static Map<String, Object> data(View it) {
    return texts(Objects.requireNonNullElse(it.metadata(), Map.of()));
  }

  /** A value that is not a text is compared as one. */
  private static Map<String, Object> texts(Map<String, ?> values) {
    if (values == null) {
      return null;
    }
    var texts = new TreeMap<String, Object>();
    values.forEach((key, value) -> texts.put(key, Objects.toString(value, null)));
    return texts;
  }

  private static Observed observed(String dataset, View it) {
    var made = Objects.toString(it.dtCreated(), null);
    var modified = Objects.toString(it.dtModified(), null);
    boolean isCommitted = Boolean.TRUE.equals(it.isCommitted());
    return new Observed(
        dataset, it.version(), isCommitted, it.url(), it.usageBytes(), it.userId(), made, modified);
  }
}
