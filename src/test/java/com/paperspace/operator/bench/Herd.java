package com.paperspace.operator.bench;

import com.paperspace.operator.api.PaperspaceProject;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.stream.IntStream;

/** The projects of one storm, written, edited and deleted as people would. */
final class Herd {
  private static final int WRITERS = 8;

  final String namespace;
  final int count;
  private final KubernetesClient kubernetes;
  private final List<String> accounts;

  /**
   * Writes nothing yet.
   *
   * @param accounts whose keys they use, in turns
   */
  Herd(KubernetesClient kubernetes, String namespace, List<String> accounts, int count) {
    this.kubernetes = kubernetes;
    this.namespace = namespace;
    this.accounts = accounts;
    this.count = count;
  }

  /** Does something to all of them and returns when the API server has it. */
  void write(Phase phase) {
    Crew.run(WRITERS, IntStream.range(0, count).boxed().toList(), i -> write(phase, i));
  }

  private void write(Phase phase, int i) {
    var all = kubernetes.resources(PaperspaceProject.class).inNamespace(namespace);
    switch (phase) {
      case CREATE -> kubernetes.resource(manifest(i)).create();
      case EDIT ->
          all.withName(name(i))
              .patch(
                  PatchContext.of(PatchType.JSON_MERGE),
                  "{\"spec\": {\"name\": \"edited %d\"}}".formatted(i));
      case DELETE -> all.withName(name(i)).delete();
    }
  }

  private static String name(int i) {
    return "project-" + i;
  }

  private String manifest(int i) {
    return """
    apiVersion: paperspace.com/v1alpha1
    kind: PaperspaceProject
    metadata: {name: %s, namespace: %s}
    spec: {name: project %d, accountRef: {name: %s}}
    """
        .formatted(name(i), namespace, i, accounts.get(i % accounts.size()));
  }
}
