package com.paperspace.operator.app;

import com.paperspace.operator.client.Listener;
import com.paperspace.operator.client.PaperspaceException.Reason;
import com.paperspace.operator.reconcile.pass.LogContext;
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
    var outcome = Outcome.of(call);
    var line =
        LOG.atInfo()
            .addKeyValue("http.request.method", call.method())
            .addKeyValue("url.path", call.path())
            .addKeyValue("event.outcome", outcome.name().toLowerCase(Locale.ROOT))
            .addKeyValue("event.duration", call.duration().toNanos());
    if (call.status() > 0) {
      line = line.addKeyValue("http.response.status_code", call.status());
    }
    line.log(
        "{} {} for {}: {}, {}",
        call.method(),
        call.path(),
        LogContext.subject(),
        words(outcome, call),
        call.status() > 0 ? "status " + call.status() : "no answer");
  }

  /** As the Elastic Common Schema has them. */
  private enum Outcome {
    SUCCESS,
    FAILURE,
    UNKNOWN;

    static Outcome of(Listener.Call call) {
      if (call.reason() == null || isGone(call)) {
        return SUCCESS;
      }
      return call.mayHaveTakenEffect() ? UNKNOWN : FAILURE;
    }
  }

  /** What was to be deleted was not there any more, which is what was wanted. */
  private static boolean isGone(Listener.Call call) {
    return call.method().equals("DELETE") && call.reason() == Reason.NOT_FOUND;
  }

  private static String words(Outcome outcome, Listener.Call call) {
    var why = call.reason() == null ? "" : call.reason().name().toLowerCase(Locale.ROOT);
    return switch (outcome) {
      case SUCCESS -> isGone(call) ? "gone already" : "carried out";
      case FAILURE -> "not carried out (" + why + ")";
      case UNKNOWN -> "perhaps carried out (" + why + ")";
    };
  }

  private Audit() {}
}
