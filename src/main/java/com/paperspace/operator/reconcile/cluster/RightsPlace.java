package com.paperspace.operator.reconcile.cluster;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.EventReason;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.status.MutationGuard;
import com.paperspace.operator.reconcile.status.NotLeaderException;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The RoleBinding of one namespace: whether it is held, and which objects need it. */
final class RightsPlace {
  private static final Logger LOG = LoggerFactory.getLogger(RightsPlace.class);

  /** Only the chart and other replicas write to it, so five conflicts in a row mean a fault. */
  private static final int TRIES = 5;

  private final RightsBinding rights;
  private final ResourceIndex index;
  private final Events events;
  private final MutationGuard guard;
  private final Set<String> users = new HashSet<>();
  private RoleBinding binding;
  private boolean isLacking;
  private boolean saidLacking;
  private boolean saidStuck;

  RightsPlace(RightsBinding rights, ResourceIndex index, Events events, MutationGuard guard) {
    this.rights = rights;
    this.index = index;
    this.events = events;
    this.guard = guard;
  }

  /** Counts an object as one that needs the rights, and holds them unless they are held. */
  synchronized void hold(String uid) {
    users.add(uid);
    if (!isLacking && !RightsBinding.isHeld(binding) && !isLeaving()) {
      acquire();
    }
  }

  /** Counts an object no more; the last one lets the rights go. */
  synchronized void left(String uid) {
    if (users.remove(uid) && users.isEmpty()) {
      look();
    }
  }

  /** Takes what the watch shows, unless the answer to our own last write is newer. */
  synchronized void changed(RoleBinding now) {
    boolean older =
        now != null
            && binding != null
            && binding.getMetadata().getUid().equals(now.getMetadata().getUid())
            && version(now) < version(binding);
    if (!older) {
      binding = now;
      isLacking = false;
      saidStuck &= isLeaving();
    }
  }

  /** Does what is due; what fails is tried again at the next look. */
  synchronized void look() {
    isLacking = false;
    if (binding == null || !index.isOpen(rights.namespace())) {
      return;
    }
    try {
      if (!RightsBinding.isHeld(binding)) {
        holdAgain();
      } else if (isDone() || isTaken()) {
        letGo();
      }
    } catch (NotLeaderException e) {
      LOG.debug("{}: left to the process that leads", rights);
    } catch (KubernetesClientException e) {
      retry(e);
    }
  }

  private void holdAgain() {
    users.retainAll(inNamespace().stream().map(it -> it.getMetadata().getUid()).toList());
    if (!users.isEmpty() && !isLeaving()) {
      guard.check();
      acquire();
    }
  }

  /** The caches may be behind, so before the last step the API server itself is asked. */
  private boolean isDone() {
    var there = inNamespace();
    users.retainAll(there.stream().map(it -> it.getMetadata().getUid()).toList());
    if (!users.isEmpty() || there.stream().anyMatch(Metadata::isOurs)) {
      return false;
    }
    guard.check();
    return !rights.isNeeded(index.kinds());
  }

  private boolean isTaken() {
    if (!isLeaving()) {
      return false;
    }
    guard.check();
    return rights.isNamespaceAlive();
  }

  private void letGo() {
    var frozen = inNamespace().stream().filter(Metadata::isOurs).toList();
    if (!frozen.isEmpty()) {
      if (rights.isGivenEverywhere(frozen.get(0).getClass())) {
        LOG.info("{} is being deleted; the operator has its rights in all namespaces", rights);
      } else {
        warn(frozen);
      }
    }
    binding = rights.write(binding, false);
    LOG.info("{}: let go", rights);
  }

  /** Comes before the rights go, because the event needs one of them. */
  private void warn(List<PaperspaceResource<?, ?>> frozen) {
    var names = frozen.stream().map(Dependents::named).collect(Collectors.joining(", "));
    LOG.warn(
        "{} is being deleted although {} object(s) need it; they freeze: {}",
        rights,
        frozen.size(),
        names);
    events.lastWord(
        binding,
        EventReason.RightsTaken,
        "This gives the operator its rights here and is being deleted. Frozen from now on,"
            + " unless a binding of yours gives them too: "
            + names
            + ". They change no more and cannot be deleted until the operator has rights in this"
            + " namespace again: install the chart with it in watchNamespaces.");
  }

  private void acquire() {
    for (int attempt = 1; ; attempt++) {
      try {
        binding = rights.read();
        if (binding == null) {
          complain("does not exist");
        } else if (!RightsBinding.isHeld(binding) && !isLeaving()) {
          binding = rights.write(binding, true);
          saidLacking = false;
          LOG.info("{}: held until the last object of ours is gone", rights);
        }
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
          complain("must not be read or patched by the operator");
          return;
        }
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || attempt == TRIES) {
          throw e;
        }
      }
    }
  }

  /** Says once what is wrong. The work goes on, because rights may come from elsewhere too. */
  private void complain(String what) {
    isLacking = true;
    if (!saidLacking) {
      saidLacking = true;
      LOG.warn(
          "{} (ROLE_BINDING) {}: it cannot be held, and if the namespace is deleted, its objects"
              + " may stay behind. Install the chart with this namespace in watchNamespaces.",
          rights,
          what);
    }
  }

  private void retry(KubernetesClientException e) {
    LOG.debug("{}: Kubernetes answered {}; looking again", rights, e.getCode());
    if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
      binding = null;
      saidStuck = false;
    } else if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN && isLeaving() && !saidStuck) {
      saidStuck = true;
      LOG.warn(
          "{} is being deleted, and the operator has no right left to let go of it. Take the"
              + " finalizer {} off it: see \"Named namespaces\" in docs/operations.md.",
          rights,
          Annotations.IN_USE_FINALIZER);
    }
  }

  private boolean isLeaving() {
    return binding != null && binding.isMarkedForDeletion();
  }

  private List<PaperspaceResource<?, ?>> inNamespace() {
    return index.in(rights.namespace());
  }

  private static long version(RoleBinding binding) {
    return Long.parseUnsignedLong(binding.getMetadata().getResourceVersion());
  }
}
