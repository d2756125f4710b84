package com.paperspace.operator.reconcile;

import com.paperspace.operator.api.PaperspaceAccount;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where the budget of each account counts: at the key the account uses now, and nowhere else. */
final class Budgets {
  private final Estate estate;
  private final Map<String, Gate> gates = new ConcurrentHashMap<>();

  Budgets(Estate estate) {
    this.estate = estate;
  }

  /** Counts an account's budget, as declared now, at a key's gate. */
  void count(PaperspaceAccount account, Gate gate) {
    gates.compute(
        Pass.describe(account),
        (name, before) -> {
          // A pass under way may still serve an account that is gone, and would leave it for ever.
          var now = isThere(account) ? gate : null;
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
  void drop(PaperspaceAccount account) {
    gates.computeIfPresent(
        Pass.describe(account),
        (name, before) -> {
          before.budget(name, null);
          return null;
        });
  }

  private boolean isThere(PaperspaceAccount account) {
    var metadata = account.getMetadata();
    return estate
        .find(PaperspaceAccount.class, metadata.getNamespace(), metadata.getName())
        .isPresent();
  }
}
