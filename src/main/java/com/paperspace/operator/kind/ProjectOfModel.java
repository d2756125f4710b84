package com.paperspace.operator.kind;

import com.paperspace.operator.api.Model;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.SharedField;
import java.util.ArrayList;
import java.util.List;

/**
 * Who decides which project a model is in: a project that declares its models does, for each of
 * them and for all that are in it; else the model.
 */
final class ProjectOfModel {
  private ProjectOfModel() {}

  private static SharedField projectOf(String model) {
    return new SharedField(Model.class, model, "project");
  }

  private static SharedField modelsOf(String project) {
    return new SharedField(PaperspaceProject.class, project, "models");
  }

  static List<SharedField> declaredByProject(PaperspaceProject project) {
    var models = project.getSpec().models();
    if (models == null) {
      return List.of();
    }
    var fields = new ArrayList<SharedField>();
    models.forEach(it -> fields.add(projectOf(it)));
    var id = project.getStatus() == null ? null : project.getStatus().id();
    if (id != null) {
      fields.add(modelsOf(id));
    }
    return fields;
  }

  static List<SharedField> declaredByModel(Model model, Inputs inputs) {
    var spec = model.getSpec();
    var fields = new ArrayList<SharedField>();
    var project = spec.projectRef() == null ? spec.projectId() : inputs.id("projectRef");
    if (project != null) {
      fields.add(modelsOf(project));
      var id = model.getStatus() == null ? null : model.getStatus().id();
      if (id != null) {
        fields.add(projectOf(id));
      }
    }
    return fields;
  }
}
