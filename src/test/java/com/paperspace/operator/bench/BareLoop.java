package com.paperspace.operator.bench;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.client.ClientConfig;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.Projects;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The same calls of the API and the same writes to Kubernetes as a good operator makes, with the
 * same client libraries and nothing else: no watch, no queue, no conditions, no thought.
 */
final class BareLoop implements Loops.Loop {
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient kubernetes;
  private final Paperspace api;
  private final Map<String, String> ids = new ConcurrentHashMap<>();

  BareLoop(KubernetesClient kubernetes, URI url, String key) {
    this.kubernetes = kubernetes;
    this.api = Paperspace.connect(ClientConfig.of(url, key));
  }

  @Override
  public void one(Phase phase, PaperspaceProject project) {
    switch (phase) {
      case CREATE -> create(project);
      case EDIT -> edit(project);
      case DELETE -> delete(project);
    }
  }

  private void create(PaperspaceProject project) {
    var version = project.getMetadata().getResourceVersion();
    var held = kubernetes.resource(project).patch(MERGE, Sample.announcement(version));
    var made = api.projects().create(new Projects.Create(project.getSpec().name()));
    ids.put(project.getMetadata().getName(), made.id());
    status(held);
  }

  private void edit(PaperspaceProject project) {
    var id = ids.get(project.getMetadata().getName());
    api.projects().get(id);
    api.projects().update(id, new Projects.Change(project.getSpec().name()));
    status(project);
  }

  private void delete(PaperspaceProject project) {
    var id = ids.remove(project.getMetadata().getName());
    api.projects().get(id);
    api.projects().deployments(id);
    api.projectSecrets().list(id);
    api.projects().delete(id);
    var told = status(project);
    api.projects().get(id);
    kubernetes.resource(told).patch(MERGE, Sample.farewell());
  }

  private PaperspaceProject status(PaperspaceProject project) {
    var generation = project.getMetadata().getGeneration();
    var sample = Sample.withStatus("name", "namespace", "1", generation);
    var filled = kubernetes.getKubernetesSerialization().unmarshal(sample, PaperspaceProject.class);
    project.setStatus(filled.getStatus());
    return kubernetes.resource(project).updateStatus();
  }
}
