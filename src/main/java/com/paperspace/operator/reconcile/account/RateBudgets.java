package com.paperspace.operator.reconcile.account;

import com.paperspace.operator.api.Metadata;
import com.paperspace.operator.api.PaperspaceAccount;
import com.paperspace.operator.reconcile.cluster.ResourceIndex;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The budget of each account counts at the key the account uses now, and nowhere else. */
final class RateBudgets {
  private final ResourceIndex index;
  private final Map<String, KeyLimiter> limiters = new ConcurrentHashMap<>();

  RateBudgets(ResourceIndex index) {
    this.index = index;
  }

  /** Counts an account's budget, as declared now, at the limiter of a key. */
  void count(PaperspaceAccount account, KeyLimiter limiter) {
    limiters.compute(
        Metadata.describe(account),
        (name, before) -> {
          // A pass may end after its account is gone, and nothing would drop the budget then.
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
  void drop(PaperspaceAccount account) {
    limiters.computeIfPresent(
        Metadata.describe(account),
        (name, before) -> {
          before.budget(name, null);
          return null;
        });
  }

  /** Those of the keys that accounts use. */
  Set<KeyLimiter> inUse() {
    return Set.copyOf(limiters.values());
  }

  /** How many accounts use a key. */
  int size() {
    return limiters.size();
  }

  /** How the key of each account is used now. */
  List<KeyUse> uses() {
    return limiters.entrySet().stream()
        .map(it -> it.getValue().use(it.getKey().substring(it.getKey().indexOf(' ') + 1)))
        .toList();
  }

  private boolean isThere(PaperspaceAccount account) {
    var metadata = account.getMetadata();
    return index
        .find(PaperspaceAccount.class, metadata.getNamespace(), metadata.getName())
        .isPresent();
  }
}
