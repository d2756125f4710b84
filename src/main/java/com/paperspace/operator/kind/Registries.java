package com.paperspace.operator.kind;

import com.paperspace.operator.api.Reason;
import com.paperspace.operator.client.ContainerRegistries;
import com.paperspace.operator.client.ContainerRegistries.Change;
import com.paperspace.operator.client.ContainerRegistries.Create;
import com.paperspace.operator.client.ContainerRegistries.View;
import com.paperspace.operator.client.Deployments;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.PaperspaceException;
import com.paperspace.operator.reconcile.adapter.Check;
import com.paperspace.operator.reconcile.adapter.InUseException;
import com.paperspace.operator.reconcile.adapter.Text;
import java.util.List;
import java.util.Optional;

/**
 * The container registries of the team. Deployments know one by its name alone, managed here or
 * not, so that name stays as long as one of them uses it.
 */
record Registries(Paperspace api) {
  /** Enough to go and look. */
  private static final int NAMED = 3;

  private ContainerRegistries all() {
    return api.containerRegistries();
  }

  List<View> list() {
    return all().list();
  }

  Optional<View> get(String id) {
    return all().get(id);
  }

  View create(Create body) {
    return all().create(body);
  }

  Optional<View> update(String id, Change body) {
    if (body.name() != null) {
      get(id).filter(it -> !body.name().equals(it.name())).ifPresent(this::requireRenamable);
    }
    return all().update(id, body);
  }

  void delete(String id) {
    all().delete(id);
  }

  Check.Outcome login(String id, String password) {
    var test = all().testConnection(id, password);
    return Boolean.TRUE.equals(test.success())
        ? new Check.Outcome(true, Reason.LoginAccepted, "The service could log in.")
        : new Check.Outcome(
            false,
            Reason.LoginRefused,
            "The service could not log in"
                + (test.error() == null ? "" : ": " + test.error())
                + ". Correct url, registryNamespace, username or the password.");
  }

  private void requireRenamable(View it) {
    var users = users(it.name());
    if (!users.isEmpty() || !Sight.isWhole(api)) {
      throw new PaperspaceException(
          PaperspaceException.Reason.INVALID,
          -1,
          "name: deployments "
              + (users.isEmpty() ? "that the key does not show may " : "")
              + "use the registry by its name "
              + it.name()
              + (users.isEmpty() ? "" : ": " + Text.some(NAMED, users))
              + ". Make a second ContainerRegistry under the new name, name that one in the"
              + " deployments, and delete this one, and with it the registry.");
    }
  }

  /**
   * Refuses to take a registry away from what uses it.
   *
   * @throws InUseException when a deployment does
   */
  void requireUnused(View it) {
    var users = users(it.name());
    if (!users.isEmpty()) {
      throw new InUseException(
          "Deployments still use registry "
              + it.name()
              + ": "
              + Text.some(NAMED, users)
              + ". Change or delete them first, or set policy.deletion: Retain.");
    }
    Sight.requireWhole(api, "registry " + it.name(), "deployments");
  }

  private List<String> users(String name) {
    return api.deployments().list().stream()
        .filter(it -> name.equals(registryOf(it)))
        .map(Deployments.View::name)
        .toList();
  }

  private static String registryOf(Deployments.View it) {
    var spec = it.latestSpec();
    return spec == null || spec.data() == null
        ? null
        : spec.data().path("containerRegistry").asText();
  }
}
