package com.paperspace.operator.kind;

import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.Projects.View;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.adapter.InUseException.Part;
import java.util.stream.Stream;

/** What is in a project, as the cloud shows it. */
final class ProjectContents {
  private ProjectContents() {}

  /**
   * Returns where nothing is. A deletion may take along all there is (docs/paperspace-api.md
   * 10.11). Models are not in it: they are the team's, are deleted by themselves, and only point to
   * a project.
   *
   * @throws InUseException naming the first few that are
   */
  static void requireNone(Paperspace api, View project) {
    var id = project.id();
    var inside =
        Stream.concat(
                api.projects().deployments(id).stream()
                    .map(it -> new Part(Deployment.class, it.id())),
                api.projectSecrets().list(id).stream()
                    .map(it -> new ScopedId(id, it.name()).toString())
                    .map(secret -> new Part(ProjectSecret.class, secret)))
            .toList();
    InUseException.requireNone("Project " + id, inside);
  }
}
