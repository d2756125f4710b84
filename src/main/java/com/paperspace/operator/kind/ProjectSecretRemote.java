package com.paperspace.operator.kind;

import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.ProjectSecrets;
import java.util.Optional;

/** A secret and the project it belongs to. */
public record ProjectSecretRemote(String projectId, ProjectSecrets.View view) {
  /** The secret under an id of ours. */
  static Optional<ProjectSecretRemote> find(String id, Paperspace api) {
    var project = projectOf(id);
    return api.projectSecrets()
        .get(project, nameOf(id))
        .map(v -> new ProjectSecretRemote(project, v));
  }

  /** The API has no id for secrets, so this one stands for it. */
  static String id(String project, String name) {
    return project + "/" + name;
  }

  /** The project an id of ours names. */
  static String projectOf(String id) {
    int slash = id.indexOf('/');
    return slash < 0 ? id : id.substring(0, slash);
  }

  private static String nameOf(String id) {
    return id.substring(id.indexOf('/') + 1);
  }
}
