package com.paperspace.operator.reconcile.cluster;

import com.paperspace.operator.api.Annotations;
import com.paperspace.operator.api.ManagedStatus;
import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.status.LookAgainException;
import com.paperspace.operator.reconcile.status.MutationGuard;
import com.paperspace.operator.reconcile.status.NotLeaderException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The only writer of our resources. Remembers per object what the last write was answered, so that
 * no pass decides on an older view: JOSDK's own cache bridges one write of a pass, and a pass may
 * make two.
 */
public final class KubernetesWriter {
  /** Somebody else may write just before each try; five times in a row means a loop. */
  private static final int STATUS_TRIES = 5;

  /** What was written of each resource, by uid. */
  public interface Memory {
    /** That of one, empty at first. */
    Written written(String uid);

    /** That of one, where there is any: of what is gone nothing is remembered anew. */
    Optional<Written> known(String uid);
  }

  private final KubernetesClient client;
  private final RightsHold rights;
  private final MutationGuard guard;
  private final Memory memory;

  /**
   * Takes what it writes with.
   *
   * @param guard asked before a status is written in place of one that may be newer
   * @param memory what was written of each resource
   */
  public KubernetesWriter(
      KubernetesClient client, RightsHold rights, MutationGuard guard, Memory memory) {
    this.client = client;
    this.rights = rights;
    this.guard = guard;
    this.memory = memory;
  }

  private Written written(HasMetadata resource) {
    return memory.written(resource.getMetadata().getUid());
  }

  private Optional<Written> known(HasMetadata resource) {
    return memory.known(resource.getMetadata().getUid());
  }

  /**
   * A resource as the informer or our own last write shows it, whichever is newer: what a pass of
   * that resource begins with.
   */
  public <R extends PaperspaceResource<?, ?>> R newest(R cached) {
    return written(cached).newest(cached);
  }

  /** The same for the passes of others, of one that may be gone. */
  public <R extends PaperspaceResource<?, ?>> R seen(R cached) {
    return known(cached).map(it -> it.seen(cached)).orElse(cached);
  }

  /** The status that is not written yet, if there is one; else that of the resource. */
  public <O> ManagedStatus<O> statusOf(PaperspaceResource<?, O> resource) {
    @SuppressWarnings("unchecked")
    var pending = (ManagedStatus<O>) known(resource).map(it -> it.unsaved).orElse(null);
    return pending != null ? pending : resource.getStatus();
  }

  /** Whether a status of it is not written yet. */
  public boolean isUnsaved(PaperspaceResource<?, ?> resource) {
    return known(resource).filter(it -> it.unsaved != null).isPresent();
  }

  /**
   * Sets a finalizer and, unless null, the create intent: one guarded write.
   *
   * @throws LookAgainException when the view was out of date, so that nothing was written
   */
  public <R extends PaperspaceResource<?, ?>> R hold(R resource, String finalizer, String intent) {
    return hold(resource, finalizer, intent, null);
  }

  /**
   * Sets a finalizer and, unless null, the create intent with what the create is sent with: one
   * guarded write.
   *
   * @throws LookAgainException when the view was out of date, so that nothing was written
   */
  public <R extends PaperspaceResource<?, ?>> R hold(
      R resource, String finalizer, String intent, String createdWith) {
    var finalizers = new ArrayList<>(Metadata.finalizers(resource));
    if (!finalizers.contains(finalizer)) {
      finalizers.add(finalizer);
    } else if (intent == null) {
      return resource;
    }
    rights.hold(resource);
    try {
      return remember(send(resource, finalizers, announced(intent, createdWith)));
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      // Fabric8 sends a write again when its answer is lost, so the conflict may be with our own.
      var fresh = fresh(resource);
      if (intent != null && intent.equals(Metadata.annotation(fresh, Annotations.CREATE_INTENT))) {
        return remember(fresh);
      }
      throw new LookAgainException("the object was changed meanwhile");
    }
  }

  /** Takes a finalizer off, which lets the object go. */
  public <R extends PaperspaceResource<?, ?>> void letGo(R resource, String finalizer) {
    var finalizers = new ArrayList<>(Metadata.finalizers(resource));
    if (finalizers.removeIf(finalizer::equals)) {
      send(resource, finalizers, Map.of());
      written(resource).released = finalizer;
    }
  }

  /**
   * Writes the status when it differs from the one the server has. After a conflict it is written
   * again, because the status has no other writer while this process leads.
   *
   * @throws LookAgainException when another process works on the object
   * @throws NotLeaderException when another process leads by now
   */
  public <O, R extends PaperspaceResource<?, O>> R status(R resource, ManagedStatus<O> status) {
    var written = written(resource);
    if (status.equals(resource.getStatus())) {
      written.unsaved = null;
      return resource;
    }
    boolean wasKept = written.unsaved != null;
    written.unsaved = status;
    var target = ResourceCloner.address(resource);
    for (int attempt = 1; ; attempt++) {
      if (wasKept || attempt > 1) {
        // It may be older than what is there. Asked after that was read: what a process that leads
        // since writes from here on is a conflict.
        guard.check();
      }
      target.setStatus(status);
      try {
        R answer = remember(client.resource(target).updateStatus());
        written.unsaved = null;
        return answer;
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || attempt == STATUS_TRIES) {
          throw e;
        }
        var fresh = fresh(resource);
        if (!sameIntent(fresh, resource)) {
          throw new LookAgainException("another process works on the object");
        }
        target = ResourceCloner.address(fresh);
      }
    }
  }

  /** Keeps a status in memory until a later pass has written it. */
  public void keep(PaperspaceResource<?, ?> resource, ManagedStatus<?> status) {
    written(resource).unsaved = status;
  }

  private <R extends PaperspaceResource<?, ?>> R fresh(R resource) {
    R fresh = client.resource(resource).get();
    if (fresh == null || !fresh.getMetadata().getUid().equals(resource.getMetadata().getUid())) {
      throw new LookAgainException("the object is gone");
    }
    return fresh;
  }

  private static Map<String, String> announced(String intent, String createdWith) {
    if (intent == null) {
      return Map.of();
    }
    return createdWith == null
        ? Map.of(Annotations.CREATE_INTENT, intent)
        : Map.of(Annotations.CREATE_INTENT, intent, Annotations.CREATED_WITH, createdWith);
  }

  private <R extends PaperspaceResource<?, ?>> R send(
      R resource, List<String> finalizers, Map<String, String> annotations) {
    var body =
        Patches.metadata(resource.getMetadata().getResourceVersion(), finalizers, annotations);
    return client
        .resource(ResourceCloner.address(resource))
        .patch(PatchContext.of(PatchType.JSON_MERGE), body);
  }

  private <R extends PaperspaceResource<?, ?>> R remember(R answer) {
    written(answer).remember(answer);
    return ResourceCloner.of(answer);
  }

  private static boolean sameIntent(PaperspaceResource<?, ?> a, PaperspaceResource<?, ?> b) {
    return Objects.equals(
        Metadata.annotation(a, Annotations.CREATE_INTENT),
        Metadata.annotation(b, Annotations.CREATE_INTENT));
  }
}
