package com.paperspace.operator.reconcile.cluster;

import com.paperspace.operator.reconcile.status.MutationGuard;
import com.paperspace.operator.reconcile.status.Telemetry;
import com.paperspace.operator.support.VirtualTime;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Events that are written when they are told, for what is not about how they are written. */
public final class EventsInPlace {
  private EventsInPlace() {}

  public static Events of(KubernetesClient client, VirtualTime time) {
    return new Events(
        new EventQueue(client, "test", MutationGuard.ALWAYS, time, time, Telemetry.NONE), time);
  }
}
