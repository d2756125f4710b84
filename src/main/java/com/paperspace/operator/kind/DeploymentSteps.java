package com.paperspace.operator.kind;

import com.paperspace.operator.api.Deployment;
import com.paperspace.operator.client.ContainerConfig;
import com.paperspace.operator.client.Deployments;
import com.paperspace.operator.client.Deployments.View;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.reconcile.adapter.Drift;
import com.paperspace.operator.reconcile.adapter.Inputs;
import com.paperspace.operator.reconcile.adapter.InvalidInputException;
import com.paperspace.operator.reconcile.adapter.Outcome;
import com.paperspace.operator.reconcile.adapter.Step;
import java.util.List;
import java.util.Optional;

/** What can be done to a deployment, told as steps. */
final class DeploymentSteps {
  /** How far back a configuration is looked for when the newest is invalid. */
  private static final int HISTORY = 10;

  private DeploymentSteps() {}

  /**
   * Does not read the deployment back: were that read to fail, the id would be lost. It counts as
   * not visible yet, so the next pass reads it.
   */
  static Step<DeploymentRemote> create(Deployment resource, Inputs inputs) {
    var project = DeploymentConfig.projectId(resource, inputs);
    var config =
        DeploymentMerge.onto(DeploymentConfig.NOTHING, DeploymentConfig.declared(resource, inputs));
    var marks = new DeploymentMarks(resource, inputs).after(null, config);
    return Step.create(
        config.name(),
        api -> {
          var id = api.deployments().upsert(new Deployments.Upsert(null, project, config));
          var made = new View(id, config.name(), project, null, null, null, null, null, null);
          return new Outcome<>(DeploymentRemote.of(made), null, marks);
        });
  }

  /** Likewise does not read back: the marks of a write must not be lost with a failed read. */
  static Step<DeploymentRemote> next(
      Deployment resource, DeploymentRemote remote, List<Drift> todo, Inputs inputs) {
    var view = remote.view();
    var declared = DeploymentConfig.declared(resource, view, inputs);
    var project = DeploymentConfig.projectId(resource, inputs);
    var marks = new DeploymentMarks(resource, inputs);
    var shown =
        DeploymentRemote.config(view).map(it -> DeploymentConfig.seen(it, view, declared, marks));
    var selection =
        shown
            .filter(it -> onlyShowsDrift(resource))
            .map(it -> selection(todo, declared, it, view, inputs))
            .orElse(DeploymentSelection.all(todo));
    return Step.change(
        selection.carries(),
        api -> {
          var current = shown.or(() -> lastReadable(view, api)).orElse(DeploymentConfig.NOTHING);
          var config = DeploymentMerge.onto(current, declared, selection.kept());
          requireKey(view, config);
          DeploymentRename.requireFree(view, project, config.name(), api);
          var id = api.deployments().upsert(new Deployments.Upsert(view.id(), project, config));
          DeploymentRename.requireSame(view, id, config.name());
          return new Outcome<>(remote, null, marks.after(view, config));
        });
  }

  /**
   * A key that nobody declared cannot be sent along where the service keeps it to itself.
   *
   * @throws InvalidInputException when the endpoint would be open to everybody afterwards
   */
  private static void requireKey(View view, ContainerConfig config) {
    if (DeploymentRemote.isProtected(view) && config.basicAuthKey() == null) {
      throw new InvalidInputException(
          "basicAuth: the endpoint of deployment "
              + view.id()
              + " has a key that the service does not show in its configuration, and a change"
              + " without it would open the endpoint to everybody. Name the secret with the key in"
              + " spec.basicAuth.");
    }
  }

  /** Otherwise nothing that is declared is to be left as it is. */
  private static boolean onlyShowsDrift(Deployment resource) {
    var policy = resource.getSpec().policy();
    return policy != null && policy.reportDrift();
  }

  private static DeploymentSelection selection(
      List<Drift> todo, ContainerConfig declared, ContainerConfig shown, View view, Inputs inputs) {
    return DeploymentSelection.of(
        todo, declared, shown, view.basicAuthKey() != null, inputs::digest);
  }

  /** What is not managed was last known here. */
  private static Optional<ContainerConfig> lastReadable(View view, Paperspace api) {
    return api.deployments().history(view.id(), HISTORY).stream()
        .map(Deployments.Spec::config)
        .flatMap(Optional::stream)
        .findFirst();
  }

  static Step<DeploymentRemote> delete(DeploymentRemote remote) {
    var id = remote.view().id();
    return Step.delete(id, remote, api -> api.deployments().delete(id));
  }
}
