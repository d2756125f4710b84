package com.paperspace.operator.app;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Gives up a lease this process may hold, so that the next one leads within seconds.
 *
 * @param runsOut after how long it ends if it cannot be given up
 * @param led whether this process is known to have held it, so that a failure matters
 */
record LeaseRelease(
    String namespace, String lease, String identity, Duration runsOut, boolean led) {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseRelease.class);

  /** Others may write the lease just before; one that is never released expires by itself. */
  private static final int ATTEMPTS = 3;

  void with(KubernetesClient client) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        Lease held = client.leases().inNamespace(namespace).withName(lease).get();
        if (held == null || !identity.equals(held.getSpec().getHolderIdentity())) {
          return;
        }
        // A PUT, because the client drops nulls from a merge patch and the holder would stay.
        client.resource(released(held)).update();
        LOG.info("Released the lease {}", lease);
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          LOG.atLevel(led ? Level.WARN : Level.DEBUG)
              .log(
                  "Could not release the lease {} ({}); it runs out in {} s",
                  lease,
                  KubernetesWords.of(e),
                  runsOut.toSeconds());
          return;
        }
      }
    }
  }

  /** As other electors release: nobody holds it, and it is over in a second. */
  private static Lease released(Lease lease) {
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
    LeaseSpec spec = lease.getSpec();
    spec.setHolderIdentity(null);
    spec.setLeaseDurationSeconds(1);
    spec.setAcquireTime(now);
    spec.setRenewTime(now);
    return lease;
  }
}
