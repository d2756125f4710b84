package com.paperspace.operator.kind;

import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.api.ProjectSecret;
import com.paperspace.operator.api.ProjectSecretSource;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.client.SecretReference;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.Reference;
import java.util.ArrayList;
import java.util.List;

/** Where a deployment's spec names secrets of the project, and what the configuration says then. */
final class DeploymentSecrets {
  static final String BASIC_AUTH = "basicAuth";

  private final String projectId;
  private final Inputs inputs;

  DeploymentSecrets(String projectId, Inputs inputs) {
    this.projectId = projectId;
    this.inputs = inputs;
  }

  static String env(String name) {
    return "env[" + name + "].valueFrom";
  }

  /** By place, for two integrations may have one name. */
  static String integration(int place) {
    return "integrations[" + place + "].secretAccessKey";
  }

  static List<Reference> references(Deployment.Spec spec) {
    List<Reference> found = new ArrayList<>();
    if (spec.env() != null) {
      spec.env().forEach(it -> add(found, env(it.name()), it.valueFrom()));
    }
    add(found, BASIC_AUTH, spec.basicAuth());
    if (spec.integrations() != null) {
      for (int i = 0; i < spec.integrations().size(); i++) {
        add(found, integration(i), spec.integrations().get(i).secretAccessKey());
      }
    }
    return found;
  }

  private static void add(List<Reference> found, String field, ProjectSecretSource source) {
    if (source != null && source.projectSecretRef() != null) {
      var name = source.projectSecretRef().name();
      found.add(new Reference.ToResource(label(field), ProjectSecret.class, name));
    }
  }

  private static String label(String field) {
    return field + ".projectSecretRef";
  }

  /**
   * {@code secret:NAME}, or null without a source.
   *
   * @throws PaperspaceException INVALID when the secret belongs to another project: the service
   *     knows secrets by name alone and would take this project's secret of that name
   */
  String reference(String field, ProjectSecretSource source) {
    if (source == null) {
      return null;
    }
    if (source.projectSecretRef() == null) {
      return SecretReference.to(source.projectSecret());
    }
    var id = inputs.id(label(field));
    int slash = id.indexOf('/');
    if (slash >= 0 && !id.substring(0, slash).equals(projectId)) {
      throw new PaperspaceException(
          PaperspaceException.Reason.INVALID,
          -1,
          label(field)
              + ": ProjectSecret "
              + source.projectSecretRef().name()
              + " belongs to project "
              + id.substring(0, slash)
              + ", the deployment to "
              + projectId
              + ". Name a secret of that project.");
    }
    return SecretReference.to(id.substring(slash + 1));
  }
}
