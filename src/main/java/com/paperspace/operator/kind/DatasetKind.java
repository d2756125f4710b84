package com.paperspace.operator.kind;

import com.paperspace.operator.api.Dataset;
import com.paperspace.operator.api.Dataset.Observed;
import com.paperspace.operator.api.Dataset.Spec;
import com.paperspace.operator.api.DatasetVersion;
import com.paperspace.operator.api.StorageProvider;
import com.paperspace.operator.client.Datasets;
import com.paperspace.operator.client.Datasets.View;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.adapter.InUseException.Part;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A dataset; its storage provider and who may read it are fixed. */
public final class DatasetKind {
  private static final String PROVIDER = "storageProviderRef";

  private DatasetKind() {}

  /** The kind as its table says. */
  public static Adapter<Dataset, Observed, Remote<View>> adapter() {
    return new SimpleKind<>(
        KindTable.ofTeam(Dataset.class, Held::new, Held::list, Held::get)
            .identity(it -> new Identity(it.id(), it.name(), it.dtCreated()))
            .named(Spec::name)
            .changeable("name", Spec::name, View::name)
            .row(
                Row.of(
                    "description",
                    it -> it.description(),
                    it -> Objects.requireNonNullElse(it.description(), "")))
            .row(Row.flag("isPublic", Spec::isPublic, View::isPublic).fixed())
            .reference(
                new ReferenceRow<>(
                    new ResourceRef<>(
                        PROVIDER,
                        "storageProviderId",
                        StorageProvider.class,
                        Spec::storageProviderRef,
                        Spec::storageProviderId),
                    View::storageProviderId,
                    (api, id) -> api.storageProviders().get(id).isPresent(),
                    true))
            .create(
                it ->
                    new Datasets.Create(
                        it.name(),
                        it.spec().description(),
                        it.id(PROVIDER),
                        Boolean.TRUE.equals(it.spec().isPublic())),
                Held::create)
            .change(
                it ->
                    new Datasets.Change(
                        it.changed("name", Spec::name),
                        it.changed("description", Spec::description)),
                Held::update)
            .beforeDelete(DatasetKind::requireEmpty)
            .delete(Held::delete)
            .observed("The dataset exists.", it -> observed(it.view())));
  }

  /** The datasets of one team; others' public ones are seen as well. */
  private record Held(Datasets datasets, String team) {
    Held(Paperspace api, String team) {
      this(api.datasets(), team);
    }

    List<View> list() {
      return datasets.list(team);
    }

    Optional<View> get(String id) {
      return datasets.get(id);
    }

    View create(Datasets.Create body) {
      return datasets.create(body);
    }

    Optional<View> update(String id, Datasets.Change body) {
      return datasets.update(id, body);
    }

    void delete(String id) {
      datasets.delete(id);
    }
  }

  /** What it holds goes with it. */
  private static void requireEmpty(Paperspace api, View dataset) {
    InUseException.requireNone(
        "Dataset " + dataset.id(),
        api.datasetVersions().list(dataset.id()).stream()
            .map(it -> new ScopedId(dataset.id(), it.version()).toString())
            .map(it -> new Part(DatasetVersion.class, it))
            .toList());
  }

  private static Observed observed(View it) {
    return new Observed(
        it.storageProviderId(),
        Boolean.TRUE.equals(it.isPublic()),
        Objects.toString(it.dtCreated(), null),
        Objects.toString(it.dtModified(), null));
  }
}
