package com.paperspace.operator.app;

import io.javaoperatorsdk.operator.Operator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Why this process is not alive or not ready, if it is not. */
record Probes(
    OperatorConfig config,
    Operator operator,
    NamespaceHost host,
    List<MetadataWatch<?>> watches,
    ServedNamespaces namespaces) {

  /** What a restart may mend; a process that still starts is well. */
  Optional<String> unwell() {
    return isStarted() ? lost() : Optional.empty();
  }

  /** Why nothing is reconciled now. */
  Optional<String> unready() {
    if (!config.watchNamespaces().isEmpty() && namespaces.served().isEmpty()) {
      return namespaces.remark().or(() -> Optional.of("starting"));
    }
    return isStarted() ? denied().or(this::lost) : Optional.of("starting");
  }

  private boolean isStarted() {
    return host.hasBegun() && operator.getRuntimeInfo().isStarted();
  }

  /** What nothing works without; a restart would not mend it, and the watch goes on trying. */
  private Optional<String> denied() {
    return watches.stream()
        .filter(it -> it.isNeeded() && it.isDenied(WatchedKind.ALL))
        .map(it -> it.what().toLowerCase(Locale.ROOT))
        .map("no right to list and watch %s in all namespaces"::formatted)
        .findFirst();
  }

  private Optional<String> lost() {
    return operator.getRuntimeInfo().allEventSourcesAreHealthy()
            && watches.stream().allMatch(it -> it.isHealthy() || it.isDenied(WatchedKind.ALL))
        ? Optional.empty()
        : Optional.of("an informer lost the API server");
  }
}
