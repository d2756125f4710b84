package com.paperspace.operator.reconcile;

import com.paperspace.operator.api.Condition;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once when a resource starts or stops being in trouble; nothing on steady state. */
final class Transitions {
  private static final Logger LOG = LoggerFactory.getLogger(Transitions.class);

  static void announce(Pass<?, ?> pass, Verdict verdict, List<Condition> before, Events events) {
    var was = Conditions.find(before, Conditions.STALLED);
    var is = Conditions.find(pass.draft.conditions, Conditions.STALLED);
    if (is != null && (was == null || !was.reason().equals(is.reason()))) {
      LOG.warn("{}: {}: {}", pass.describe(), is.reason(), is.message());
      events.warning(pass.resource, is.reason(), is.message());
    } else if (is == null && was != null) {
      LOG.info("{}: no longer {}", pass.describe(), was.reason());
    } else if (verdict.shape() == Verdict.Shape.TRANSIENT
        && !Conditions.saysAlready(before, Conditions.SYNCED, verdict.reason())) {
      LOG.info("{}: {}: {}", pass.describe(), verdict.reason(), verdict.message());
    }
  }

  private Transitions() {}
}
