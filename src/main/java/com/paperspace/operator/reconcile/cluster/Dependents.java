package com.paperspace.operator.reconcile.cluster;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.ManagedStatus;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Policy;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.adapter.Adapter;
import com.paperspace.operator.reconcile.adapter.Marks;
import com.paperspace.operator.reconcile.adapter.Reference;
import com.paperspace.operator.reconcile.adapter.Text;
import com.paperspace.operator.reconcile.status.Intent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The {@link IndexKey}s of everything a resource uses; what the informers index by. */
public final class Dependents {
  /** Enough to go and look; who deletes them one by one is told the next. */
  private static final int NAMED = 3;

  public static <R extends PaperspaceResource<? extends ManagedSpec, O>, O> List<String> of(
      R resource, Adapter<R, O, ?> adapter) {
    var namespace = resource.getMetadata().getNamespace();
    List<String> keys = new ArrayList<>();
    if (resource.getSpec() != null) {
      for (var reference : adapter.references(resource)) {
        if (reference instanceof Reference.ToResource to) {
          keys.add(IndexKey.resource(to.kind(), namespace, to.name()));
        } else if (reference instanceof Reference.ToSecret to) {
          keys.add(IndexKey.secret(namespace, to.key().name()));
        } else if (reference instanceof Reference.ToConfigMap to) {
          keys.add(IndexKey.configMap(namespace, to.key().name()));
        }
      }
      var outputs = adapter.outputSecret(resource);
      if (outputs != null) {
        keys.add(IndexKey.secret(namespace, outputs));
      }
    }
    accounts(resource).forEach(account -> keys.add(IndexKey.account(namespace, account)));
    keys.addAll(claimed(resource, adapter));
    keys.addAll(decidedOn(resource, adapter));
    return keys;
  }

  /** The fields a resource decides on or, where it only observes its object, guards. */
  private static <R extends PaperspaceResource<? extends ManagedSpec, ?>> List<String> decidedOn(
      R resource, Adapter<R, ?, ?> adapter) {
    var status = resource.getStatus();
    if (status == null || status.account() == null || isRefused(status)) {
      return List.of();
    }
    var fields = mayAct(resource) ? adapter.decidesOn(resource) : adapter.guards(resource);
    return fields.stream().map(field -> IndexKey.field(field, status.account().teamId())).toList();
  }

  /**
   * Whether a resource was told that another one decides: it does not become the first after a
   * restart, however old it is.
   */
  private static boolean isRefused(ManagedStatus<?> status) {
    return status.conditions() != null
        && status.conditions().stream()
            .anyMatch(it -> Reason.OwnershipConflict.name().equals(it.reason()));
  }

  private static boolean mayAct(PaperspaceResource<? extends ManagedSpec, ?> resource) {
    var spec = resource.getSpec();
    return spec != null && !Policy.of(spec.policy()).observeOnly();
  }

  /**
   * What it has for itself: its cloud object, the natural key under which it would make that again,
   * and where what a create may have made is to be found whose outcome it does not know yet.
   */
  public static <R extends PaperspaceResource<? extends ManagedSpec, ?>> List<String> claimed(
      R resource, Adapter<R, ?, ?> adapter) {
    var kind = adapter.type();
    List<String> keys = new ArrayList<>();
    var status = resource.getStatus();
    object(resource).ifPresent(keys::add);
    if (!keys.isEmpty()) {
      var team = status.account().teamId();
      ownedPlace(resource, adapter).map(it -> IndexKey.cloud(kind, team, it)).ifPresent(keys::add);
    }
    // After a start nobody remembers who is making what.
    Intent.open(resource)
        .filter(it -> it.team() != null && Intent.isCredible(resource, it.team()))
        .ifPresent(open -> keys.add(IndexKey.cloud(kind, open.team(), open.target().spot())));
    return keys;
  }

  /** The cloud object its status names. */
  static Optional<String> object(PaperspaceResource<?, ?> resource) {
    return Optional.ofNullable(resource.getStatus())
        .filter(it -> it.id() != null && it.account() != null)
        .map(it -> IndexKey.cloud(resource.getClass(), it.account().teamId(), it.id()));
  }

  /** Whether it was told that another resource has the object its status names. */
  static boolean wasRefused(PaperspaceResource<?, ?> resource) {
    return Optional.ofNullable(resource.getStatus())
        .map(ManagedStatus::marks)
        .map(it -> it.get(Marks.REFUSED))
        .filter(it -> it.equals(resource.getStatus().id()))
        .isPresent();
  }

  /** The place of an object that a resource may make again; none where it only observes it. */
  private static <R extends PaperspaceResource<? extends ManagedSpec, ?>>
      Optional<String> ownedPlace(R resource, Adapter<R, ?, ?> adapter) {
    return mayAct(resource)
        ? adapter.ownedKey(resource).flatMap(key -> Intent.Target.key(key).place())
        : Optional.empty();
  }

  /** Names of the accounts a resource needs: the one its spec means, and the recorded one. */
  public static Set<String> accounts(PaperspaceResource<? extends ManagedSpec, ?> resource) {
    Set<String> names = new LinkedHashSet<>();
    if (resource.getSpec() != null) {
      var reference = resource.getSpec().accountRef();
      names.add(reference == null ? PaperspaceAccount.DEFAULT_ACCOUNT : reference.name());
    }
    var status = resource.getStatus();
    if (status != null && status.account() != null && status.account().name() != null) {
      names.add(status.account().name());
    }
    return names;
  }

  /** The first few of the users of something, all of one namespace, for a message. */
  public static String named(List<PaperspaceResource<?, ?>> users) {
    return some(users.stream().map(Dependents::named).toList());
  }

  /** A resource as people of a namespace may see it: they learn no names of another one. */
  public static String named(PaperspaceResource<?, ?> user, String namespace) {
    return namespace.equals(user.getMetadata().getNamespace())
        ? named(user)
        : "a " + user.getKind() + " of another namespace";
  }

  /** Kind and name. */
  public static String named(PaperspaceResource<?, ?> user) {
    return user.getKind() + "/" + user.getMetadata().getName();
  }

  /** Up to three of several names. */
  public static String some(List<String> names) {
    return Text.some(NAMED, names);
  }

  private Dependents() {}
}
