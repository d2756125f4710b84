package com.paperspace.operator.app;

import com.paperspace.operator.client.Words;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs once that the lease cannot be read or written, with what to do, and once when that is over.
 * The elector itself logs every try, with a stack trace and no advice.
 */
final class LeaseTrouble {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseTrouble.class);

  private static final Map<String, String> VERBS =
      Map.of("GET", "get", "POST", "create", "PUT", "update", "PATCH", "patch");

  private final String namespace;
  private final String lease;
  private final Set<String> said = ConcurrentHashMap.newKeySet();
  private volatile boolean ended;

  LeaseTrouble(String namespace, String lease) {
    this.namespace = namespace;
    this.lease = lease;
  }

  /** From now on nothing is tried again; {@link LeaseRelease} tells how the lease was left. */
  void end() {
    ended = true;
  }

  /** Whether it is to be said, and was not yet. */
  private boolean isNew(String method) {
    return !ended && said.add(method);
  }

  /** Notes how Kubernetes answered a request for the lease. */
  void answered(String method, int code) {
    // The lease is not there yet, or somebody else was first: that is how an election goes.
    boolean isOrdinary =
        code < 400
            || code == HttpURLConnection.HTTP_CONFLICT
            || (code == HttpURLConnection.HTTP_NOT_FOUND && method.equals("GET"));
    if (isOrdinary) {
      over(method);
    } else if (isNew(method)) {
      var verb = verb(method);
      if (code == HttpURLConnection.HTTP_UNAUTHORIZED) {
        LOG.error(
            "The lease {}/{} cannot be held: Kubernetes does not accept the credentials of this process"
                + " (it answered {}). Log in again, or correct the kubeconfig or service account it uses",
            namespace,
            lease,
            code);
      } else if (code == HttpURLConnection.HTTP_FORBIDDEN) {
        LOG.error(
            "The lease {}/{} cannot be held: Kubernetes does not let this process {} leases of"
                + " coordination.k8s.io in namespace {} (it answered {}). Give its ServiceAccount that"
                + " right, as the chart's Role does; it is tried again all the time, and a process that"
                + " leads ends when its lease runs out",
            namespace,
            lease,
            verb,
            namespace,
            code);
      } else {
        LOG.warn(
            "The lease {}/{} cannot be held now: to {} it, Kubernetes answered {}. It is tried again;"
                + " if that stays, check that namespace {} is there and that the API server is well",
            namespace,
            lease,
            verb,
            code,
            namespace);
      }
    }
  }

  /** Notes that there was no answer. */
  void failed(String method, IOException failure) {
    if (isNew(method)) {
      LOG.warn(
          "The lease {}/{} cannot be held now: Kubernetes gave no answer ({}). It is tried again; if"
              + " that stays, check that the API server can be reached from here",
          namespace,
          lease,
          Words.of(failure));
    }
  }

  private void over(String method) {
    if (said.remove(method)) {
      LOG.info("The lease {}/{}: {} goes through again", namespace, lease, verb(method));
    }
  }

  private static String verb(String method) {
    return VERBS.getOrDefault(method, method.toLowerCase(Locale.ROOT));
  }
}
