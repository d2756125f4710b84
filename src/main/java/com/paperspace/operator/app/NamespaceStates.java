package com.paperspace.operator.app;

import com.paperspace.operator.app.NamespaceRights.Lack;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which namespaces are served, and what is missing in the others, which is logged once each. */
final class NamespaceStates {
  private static final Logger LOG = LoggerFactory.getLogger(NamespaceStates.class);

  private final Set<String> served = new TreeSet<>();
  private final Map<String, Lack> lacking = new TreeMap<>();

  synchronized Set<String> served() {
    return new TreeSet<>(served);
  }

  synchronized boolean isServed(String namespace) {
    return served.contains(namespace);
  }

  synchronized void include(String namespace) {
    lacking.remove(namespace);
    served.add(namespace);
  }

  synchronized void exclude(String namespace, Lack lack) {
    served.remove(namespace);
    if (!lack.equals(lacking.put(namespace, lack))) {
      LOG.warn(
          "Namespace {} is not served: {}; it is tried again by itself",
          namespace,
          lack.sentence());
    }
  }

  /** What is missing in each namespace that is not served. */
  synchronized Map<String, String> missing() {
    return lacking.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().missing()));
  }

  /** The same in words, if there is any. */
  synchronized Optional<String> remark() {
    return lacking.isEmpty()
        ? Optional.empty()
        : Optional.of(
            lacking.entrySet().stream()
                .map(it -> it.getKey() + " (missing: " + it.getValue().missing() + ")")
                .collect(Collectors.joining(", ", "not served: ", "")));
  }
}
