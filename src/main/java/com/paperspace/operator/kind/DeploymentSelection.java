package com.paperspace.operator.kind;

import static com.paperspace.operator.kind.DeploymentPart.or;

import com.paperspace.operator.client.ContainerConfig;
import com.paperspace.operator.client.ContainerConfig.Probe;
import com.paperspace.operator.reconcile.adapter.Drift;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one upsert carries of what differs. It takes the whole configuration, so the rest is sent as
 * the cloud has it.
 *
 * @param carries the differences it puts right
 * @param kept the fields in which the cloud stays as it is
 */
record DeploymentSelection(List<Drift> carries, KeptFields kept) {

  /** All that is declared. */
  static DeploymentSelection all(List<Drift> todo) {
    return new DeploymentSelection(todo, KeptFields.NONE);
  }

  /**
   * Only what is to be done, and with it what cannot be sent without the other or cannot be kept.
   *
   * @param keyIsHidden whether the endpoint has a key that the service keeps to itself
   */
  static DeploymentSelection of(
      List<Drift> todo,
      ContainerConfig declared,
      ContainerConfig current,
      boolean keyIsHidden,
      UnaryOperator<String> digest) {
    var fields = todo.stream().map(Drift::field).collect(Collectors.toUnmodifiableSet());
    var found = DeploymentDiff.of(declared, current, digest);
    var carried = found.stream().filter(it -> fields.contains(it.field())).toList();
    var others = new ArrayList<>(found);
    others.removeAll(carried);
    var bonds = bonds(declared, current);
    Predicate<Drift> goesAlong =
        it ->
            isNoLongerKnown(it.field(), current, keyIsHidden)
                || bonds.stream()
                    .anyMatch(bond -> bond.holds(it) && carried.stream().anyMatch(bond::holds));
    var along = others.stream().filter(goesAlong).toList();
    others.removeAll(along);
    return new DeploymentSelection(
        Stream.concat(todo.stream(), along.stream()).toList(),
        KeptFields.of(others.stream().map(Drift::field).collect(Collectors.toUnmodifiableSet())));
  }

  /**
   * Whether nothing can be sent in place of what is declared: an upsert without these is refused
   * (docs/paperspace-api.md 3.1), and one without the key would open the endpoint to everybody.
   */
  private static boolean isNoLongerKnown(
      String field, ContainerConfig current, boolean keyIsHidden) {
    var resources = or(current.resources(), DeploymentBlanks.RESOURCES);
    return switch (field) {
      case "name" -> current.name() == null;
      case "image" -> current.image() == null;
      case "resources.machineType" -> resources.machineType() == null;
      case "resources.ports" -> resources.ports() == null;
      case DeploymentSecrets.BASIC_AUTH -> keyIsHidden && current.basicAuthKey() == null;
      default -> false;
    };
  }

  /** Fields under one place that an upsert has to carry together. */
  private record Bond(String place, Predicate<String> inside) {
    boolean holds(Drift it) {
      return it.field().startsWith(place) && inside.test(it.field().substring(place.length()));
    }
  }

  private static List<Bond> bonds(ContainerConfig declared, ContainerConfig current) {
    var bonds = new ArrayList<Bond>();
    var checks = or(current.healthChecks(), DeploymentBlanks.CHECKS);
    var wanted = or(declared.healthChecks(), DeploymentBlanks.CHECKS);
    check("healthChecks.liveness.", wanted.liveness(), checks.liveness()).ifPresent(bonds::add);
    check("healthChecks.readiness.", wanted.readiness(), checks.readiness()).ifPresent(bonds::add);
    check("healthChecks.startup.", wanted.startup(), checks.startup()).ifPresent(bonds::add);
    if (or(current.resources(), DeploymentBlanks.RESOURCES).autoscaling() == null) {
      bonds.add(new Bond("resources.autoscaling.", field -> true));
    }
    return bonds;
  }

  /** A check that is not there comes as a whole; one of the other kind with all of its kind. */
  private static Optional<Bond> check(String place, Probe declared, Probe current) {
    if (current == null || (current.path() == null && current.exec() == null)) {
      return Optional.of(new Bond(place, field -> true));
    }
    boolean otherKind = declared != null && (declared.exec() == null) != (current.exec() == null);
    return otherKind
        ? Optional.of(new Bond(place, DeploymentSelection::isOfOneKind))
        : Optional.empty();
  }

  private static boolean isOfOneKind(String field) {
    return switch (field) {
      case "path", "host", "port", "exec.command" -> true;
      default -> field.startsWith("headers[");
    };
  }
}
