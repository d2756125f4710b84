package com.paperspace.operator.kind;

import com.paperspace.operator.api.Model;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.SharedField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Names the project of a model as a field that one resource decides on: a project that declares its
 * models, for each of them and for all that are in it; else the model.
 */
final class ProjectOfModel {
  /** What a project declares of them. */
  static final ResourceSet<PaperspaceProject.Spec> DECLARED =
      new ResourceSet<>(
          "modelRefs",
          Model.class,
          PaperspaceProject.Spec::modelRefs,
          PaperspaceProject.Spec::models,
          (api, id) -> api.models().get(id).isPresent(),
          ProjectOfModel::declaresOneItself);

  private ProjectOfModel() {}

  /** Each would wait for the other. */
  private static Optional<String> declaresOneItself(PaperspaceResource<?, ?> resource) {
    return resource instanceof Model model && model.getSpec() != null && declaresProject(model)
        ? Optional.of(
            "declares its project itself (projectRef or projectId). Declare it in one of the two.")
        : Optional.empty();
  }

  private static boolean declaresProject(Model model) {
    return model.getSpec().projectRef() != null || model.getSpec().projectId() != null;
  }

  /** A model by its resource, where that is what a project names. */
  private static SharedField projectOf(String namespace, String name) {
    return projectOf(namespace + "/" + name);
  }

  private static SharedField projectOf(String model) {
    return new SharedField(Model.class, model, "project");
  }

  private static SharedField modelsOf(String project) {
    return new SharedField(PaperspaceProject.class, project, "models");
  }

  static List<SharedField> declaredByProject(PaperspaceProject project) {
    var spec = project.getSpec();
    if (spec.models() == null && spec.modelRefs() == null) {
      return List.of();
    }
    var fields = new ArrayList<SharedField>();
    if (spec.models() != null) {
      spec.models().forEach(it -> fields.add(projectOf(it)));
    }
    if (spec.modelRefs() != null) {
      var namespace = project.getMetadata().getNamespace();
      spec.modelRefs().forEach(it -> fields.add(projectOf(namespace, it.name())));
    }
    var id = project.getStatus() == null ? null : project.getStatus().id();
    if (id != null) {
      fields.add(modelsOf(id));
    }
    return fields;
  }

  /** Of what it names by resources, another project may name the ids. */
  static List<SharedField> namedByProject(PaperspaceProject project, Inputs inputs) {
    return DECLARED.named(project.getSpec(), inputs).map(ProjectOfModel::projectOf).toList();
  }

  static List<SharedField> declaredByModel(Model model, Inputs inputs) {
    var spec = model.getSpec();
    var fields = new ArrayList<SharedField>();
    var project = spec.projectRef() == null ? spec.projectId() : inputs.id("projectRef");
    if (project != null) {
      fields.add(modelsOf(project));
      var self = model.getMetadata();
      fields.add(projectOf(self.getNamespace(), self.getName()));
      var id = model.getStatus() == null ? null : model.getStatus().id();
      if (id != null) {
        fields.add(projectOf(id));
      }
    }
    return fields;
  }
}
