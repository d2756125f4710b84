package com.paperspace.operator.kind;

import com.paperspace.operator.api.Model;
import com.paperspace.operator.api.Model.Observed;
import com.paperspace.operator.api.Model.Spec;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.client.Models.Create;
import com.paperspace.operator.client.Models.View;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Identity;
import com.paperspace.operator.reconcile.adapter.Text;
import java.util.Objects;

/** A model, of which only the project can change: by itself, or by the list of the project. */
public final class ModelKind {
  private static final ResourceRef<Spec> PROJECT =
      new ResourceRef<>(
          "projectRef", "projectId", PaperspaceProject.class, Spec::projectRef, Spec::projectId);

  /** What the schema takes. */
  private static final int LONGEST = 512;

  private ModelKind() {}

  /** The kind as its table says. */
  public static Adapter<Model, Observed, Remote<View>> adapter() {
    return new SimpleKind<>(
        KindTable.of(Model.class, TeamModels::new, TeamModels::list, TeamModels::get)
            .is(Trait.PUBLIC)
            .team(View::teamId)
            .identity(it -> new Identity(it.id(), it.name(), it.dtCreated()))
            .named(Spec::name)
            .fixed("name", Spec::name, View::name)
            .fixed("description", Spec::description, View::description)
            .row(Row.<Spec, View>flag("isPublic", Spec::isPublic, View::isPublic).fixed())
            .reference(
                StorageRef.row(
                    Spec::storageProviderRef, Spec::storageProviderId, View::storageProviderId))
            .reference(
                new ReferenceRow<>(
                    PROJECT,
                    TeamModels::project,
                    (api, id) -> api.projects().get(id).isPresent(),
                    false))
            .leavesToOthers(ProjectOfModel::declaredByModel)
            .holds("no files")
            .create(ModelKind::body, TeamModels::create)
            .change(it -> it.id("projectRef"), TeamModels::move)
            .delete(TeamModels::delete)
            .observed("The model exists.", it -> observed(it.view())));
  }

  private static Create body(Declared<Spec> it) {
    var spec = it.spec();
    boolean isPublic = Boolean.TRUE.equals(spec.isPublic());
    var project = it.id("projectRef");
    var storage = it.id(StorageRef.FIELD);
    return new Create(it.name(), spec.description(), storage, isPublic, project);
  }

  private static Observed observed(View it) {
    var about = Text.cut(it.description(), LONGEST);
    var made = Objects.toString(it.dtCreated(), null);
    return new Observed(
        it.name(), about, it.storageProviderId(), it.isPublic(), it.projectId(), made);
  }
}
