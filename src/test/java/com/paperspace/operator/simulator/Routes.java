package com.paperspace.operator.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the simulator can do, by method and template of the contract. */
final class Routes {
  private final Map<String, Route> routes = new HashMap<>();

  /** Carries out one operation; refuses by throwing a {@link Refusal}. */
  interface Route {
    JsonNode handle(Call call);
  }

  Routes() {
    SessionRoutes.register(this);
    ProjectRoutes.register(this);
    ProjectMemberRoutes.register(this);
    SecretRoutes.register(this);
    TeamRoutes.register(this);
    DeploymentRoutes.register(this);
    RegistryRoutes.register(this);
    MachineRoutes.register(this);
    MachineAccessRoutes.register(this);
    NetworkRoutes.register(this);
    DriveRoutes.register(this);
    PublicIpRoutes.register(this);
    SnapshotRoutes.register(this);
    StartupScriptRoutes.register(this);
    TemplateRoutes.register(this);
    StorageRoutes.register(this);
    DatasetRoutes.register(this);
    DatasetVersionRoutes.register(this);
    ModelRoutes.register(this);
  }

  void on(String methodAndTemplate, Route route) {
    routes.put(methodAndTemplate, route);
  }

  Set<String> supported() {
    return Set.copyOf(routes.keySet());
  }

  Optional<Route> find(Contract.Operation operation) {
    return Optional.ofNullable(routes.get(operation.method() + " " + operation.template()));
  }
}
