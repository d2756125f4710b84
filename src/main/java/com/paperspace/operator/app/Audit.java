package com.paperspace.operator.app;

import com.paperspace.operator.client.Listener;
import com.paperspace.operator.reconcile.status.LogContext;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each call that was to change something in the cloud, whatever came of it: who reads
 * a bill asks for nothing else. No level hides it.
 */
final class Audit {
  private static final Logger LOG = LoggerFactory.getLogger("audit");

  static void note(Listener.Call call) {
    if (!call.mutating()) {
      return;
    }
    var outcome = outcome(call);
    LOG.atInfo()
        .addKeyValue("method", call.method())
        .addKeyValue("path", call.path())
        .addKeyValue("status", Math.max(call.status(), 0))
        .addKeyValue("outcome", outcome)
        .addKeyValue("took_ms", call.duration().toMillis())
        .log(
            "{} {} for {}: {}, {}",
            call.method(),
            call.path(),
            LogContext.subject(),
            outcome,
            call.status() > 0 ? "status " + call.status() : "no answer");
  }

  /** Carried out, failed, or not known: a gateway's 504 may hide a machine that is paid for. */
  private static String outcome(Listener.Call call) {
    if (call.reason() == null) {
      return "carried out";
    }
    var why = "(" + call.reason().name().toLowerCase(Locale.ROOT) + ")";
    return (call.unsure() ? "perhaps carried out " : "failed ") + why;
  }

  private Audit() {}
}
