package com.paperspace.operator.reconcile.account;

import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.reconcile.cluster.ResourceIndex;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where the budget of each account counts: at the key the account uses now, and nowhere else. */
public final class RateBudgets {
  private final ResourceIndex index;
  private final Map<String, KeyLimiter> gates = new ConcurrentHashMap<>();

  public RateBudgets(ResourceIndex index) {
    this.index = index;
  }

  /** Counts an account's budget, as declared now, at a key's gate. */
  public void count(PaperspaceAccount account, KeyLimiter limiter) {
    gates.compute(
        Metadata.describe(account),
        (name, before) -> {
          // A pass under way may still serve an account that is gone, and would leave it for ever.
          var now = isThere(account) ? limiter : null;
          if (before != null && before != now) {
            before.budget(name, null);
          }
          if (now != null) {
            now.budget(name, account.getSpec().budget());
          }
          return now;
        });
  }

  /** Counts an account's budget nowhere: it has no key, or is gone. */
  public void drop(PaperspaceAccount account) {
    gates.computeIfPresent(
        Metadata.describe(account),
        (name, before) -> {
          before.budget(name, null);
          return null;
        });
  }

  private boolean isThere(PaperspaceAccount account) {
    var metadata = account.getMetadata();
    return index
        .find(PaperspaceAccount.class, metadata.getNamespace(), metadata.getName())
        .isPresent();
  }
}
