package com.paperspace.operator.reconcile.cluster;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The requests about the RoleBinding of one namespace, and about what it is held for. */
record RightsBinding(KubernetesClient client, String namespace, String name) {
  private static final Logger LOG = LoggerFactory.getLogger(RightsBinding.class);

  /** As it is now, or null. */
  RoleBinding read() {
    return client.rbac().roleBindings().inNamespace(namespace).withName(name).get();
  }

  /** Sets our finalizer or takes it off, if nobody has written since. */
  RoleBinding write(RoleBinding binding, boolean held) {
    var patch = Patches.inUse(binding, held);
    return client.resource(binding).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  /** Whether the namespace is not being deleted. */
  boolean isNamespaceAlive() {
    var found = client.namespaces().withName(namespace).get();
    return found != null && !found.isMarkedForDeletion();
  }

  /** Whether the API server itself knows an object that cannot go without us. */
  boolean isNeeded(List<Class<? extends PaperspaceResource<?, ?>>> kinds) {
    return kinds.stream()
        .anyMatch(
            kind ->
                client.resources(kind).inNamespace(namespace).list().getItems().stream()
                    .anyMatch(Metadata::isOurs));
  }

  /**
   * Whether something else gives the right to write such objects in all namespaces. One question
   * for all rights: whoever binds the operator's role binds the whole of it. Without an answer no.
   */
  boolean isGivenEverywhere(Class<? extends HasMetadata> kind) {
    var review =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withVerb("patch")
            .withGroup(HasMetadata.getGroup(kind))
            .withResource(HasMetadata.getPlural(kind))
            .endResourceAttributes()
            .endSpec()
            .build();
    try {
      var answer = client.authorization().v1().selfSubjectAccessReview().create(review);
      return answer.getStatus() != null && Boolean.TRUE.equals(answer.getStatus().getAllowed());
    } catch (KubernetesClientException e) {
      LOG.debug("{}: Kubernetes answered {} to what else is given", this, e.getCode());
      return false;
    }
  }

  static boolean isHeld(RoleBinding binding) {
    return binding != null && Metadata.finalizers(binding).contains(Annotations.IN_USE_FINALIZER);
  }

  @Override
  public String toString() {
    return "RoleBinding " + name + " in namespace " + namespace;
  }
}
