package com.paperspace.operator.kind;

import com.paperspace.operator.api.ContainerRegistry;
import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.ManagedStatus;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Reference;
import java.util.Optional;

/** The container registry a deployment's spec names; the service knows it by its name alone. */
final class DeploymentRegistry {
  private static final String FIELD = "containerRegistryRef";

  private DeploymentRegistry() {}

  static Optional<Reference> reference(Deployment.Spec spec) {
    return Optional.ofNullable(spec.containerRegistryRef())
        .map(
            it ->
                new Reference.ToResource(
                    FIELD, ContainerRegistry.class, it.name(), DeploymentRegistry::nameInCloud));
  }

  /** The spec of the registry may ask for another. */
  private static String nameInCloud(ManagedStatus<?> status) {
    return status.observed() instanceof ContainerRegistry.Observed it ? it.name() : null;
  }

  /** The name it goes by; null where the spec names none. */
  static String name(Deployment.Spec spec, Inputs inputs) {
    return spec.containerRegistryRef() == null ? spec.containerRegistry() : inputs.id(FIELD);
  }

  static boolean exists(Inputs inputs, Paperspace api) {
    var name = inputs.id(FIELD);
    return api.containerRegistries().list().stream().anyMatch(it -> name.equals(it.name()));
  }
}
