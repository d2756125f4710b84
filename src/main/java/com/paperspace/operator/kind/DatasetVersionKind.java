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
import java.util.Optional;
import java.util.TreeMap;

/** A version of a dataset; it has no name, and once committed it stays so. */
public final class DatasetVersionKind {
  private DatasetVersionKind() {}

  /** The kind as its table says. */
  public static Adapter<DatasetVersion, Observed, Remote<View>> adapter() {
    var dataset =
        new ResourceRef<Spec>(
            "datasetRef", "datasetId", Dataset.class, Spec::datasetRef, Spec::datasetId);
    return new SimpleKind<>(
        KindTable.in(
                Parent.of("dataset", dataset, (api, id) -> api.datasets().get(id).isPresent()),
                DatasetVersion.class,
                Held::new,
                Held::list,
                Held::get)
            .unnamed()
            .unrepeatable()
            .identity(it -> new Identity(it.version(), "", it.dtCreated()))
            .row(
                Row.of(
                    "message",
                    it -> it.message(),
                    it -> Objects.requireNonNullElse(it.message(), "")))
            .row(Row.of("tags", it -> sorted(it.tags()), DatasetVersionKind::tags))
            .row(
                Row.<Spec, View>of(
                        "metadata", it -> texts(it.metadata()), DatasetVersionKind::metadata)
                    .hidden())
            .row(Row.flag("isCommitted", Spec::isCommitted, View::isCommitted).growing())
            .create(
                it ->
                    new DatasetVersions.Create(
                        it.spec().message(), it.spec().tags(), texts(it.spec().metadata())),
                Held::create)
            .change(
                it ->
                    new DatasetVersions.Change(
                        it.changed("message", Spec::message),
                        it.changed("tags", Spec::tags),
                        texts(it.changed("metadata", Spec::metadata)),
                        it.changed("isCommitted", Spec::isCommitted)),
                Held::update)
            .delete(Held::delete)
            .observed("The version exists.", DatasetVersionKind::observed));
  }

  /** The versions of one dataset. */
  private record Held(DatasetVersions versions, String dataset) {
    Held(Paperspace api, String dataset) {
      this(api.datasetVersions(), dataset);
    }

    List<View> list() {
      return versions.list(dataset);
    }

    Optional<View> get(String version) {
      return versions.get(dataset, version);
    }

    View create(DatasetVersions.Create body) {
      return versions.create(dataset, body);
    }

    Optional<View> update(String version, DatasetVersions.Change body) {
      return versions.update(dataset, version, body);
    }

    void delete(String version) {
      versions.delete(dataset, version);
    }
  }

  private static List<String> tags(View it) {
    return it.tags() == null ? List.of() : sorted(it.tags());
  }

  private static List<String> sorted(List<String> tags) {
    return tags == null ? null : tags.stream().distinct().sorted().toList();
  }

  private static Map<String, Object> metadata(View it) {
    return it.metadata() == null ? Map.of() : texts(it.metadata());
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

  private static Observed observed(Remote<View> remote) {
    var it = remote.view();
    return new Observed(
        remote.parent(),
        it.version(),
        Boolean.TRUE.equals(it.isCommitted()),
        it.url(),
        it.usageBytes(),
        it.userId(),
        Objects.toString(it.dtCreated(), null),
        Objects.toString(it.dtModified(), null));
  }
}
