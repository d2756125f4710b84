package com.paperspace.operator.kind;

import com.paperspace.operator.api.Dataset;
import com.paperspace.operator.api.Dataset.Observed;
import com.paperspace.operator.api.Dataset.Spec;
import com.paperspace.operator.client.Datasets;
import com.paperspace.operator.client.Datasets.View;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Identity;
import java.util.Objects;

/** A dataset; its storage provider and who may read it are fixed. */
public final class DatasetKind {
  private DatasetKind() {}

  /** The kind as its table says. */
  public static Adapter<Dataset, Observed, Remote<View>> adapter() {
    return new SimpleKind<>(
        KindTable.ofTeam(Dataset.class, TeamDatasets::new, TeamDatasets::list, TeamDatasets::get)
            .is(Trait.PUBLIC)
            .identity(it -> new Identity(it.id(), it.name(), it.dtCreated()))
            .named(Spec::name)
            .changeable("name", Spec::name, View::name)
            .row(Row.of("description", Spec::description, it -> text(it.description())))
            .row(Row.flag("isPublic", Spec::isPublic, View::isPublic).fixed())
            .reference(
                StorageRef.row(
                    Spec::storageProviderRef, Spec::storageProviderId, View::storageProviderId))
            .create(DatasetKind::body, TeamDatasets::create)
            .change(DatasetKind::changed, TeamDatasets::update)
            .beforeDelete(TeamDatasets::requireEmpty)
            .delete(TeamDatasets::delete)
            .observed("The dataset exists.", it -> observed(it.view())));
  }

  private static Datasets.Create body(Declared<Spec> it) {
    boolean isPublic = Boolean.TRUE.equals(it.spec().isPublic());
    var provider = it.id(StorageRef.FIELD);
    return new Datasets.Create(it.name(), it.spec().description(), provider, isPublic);
  }

  private static Datasets.Change changed(Declared<Spec> it) {
    return new Datasets.Change(
        it.changed("name", Spec::name), it.changed("description", Spec::description));
  }

  private static String text(String it) {
    return Objects.requireNonNullElse(it, "");
  }

  private static Observed observed(View it) {
    var made = Objects.toString(it.dtCreated(), null);
    var modified = Objects.toString(it.dtModified(), null);
    boolean isPublic = Boolean.TRUE.equals(it.isPublic());
    return new Observed(it.storageProviderId(), isPublic, made, modified);
  }
}
