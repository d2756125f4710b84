package com.paperspace.operator.app;

import com.paperspace.operator.app.NamespaceRights.Lack;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which namespaces are not served, and what is missing there; each is said once. */
final class Unserved {
  private static final Logger LOG = LoggerFactory.getLogger(Unserved.class);

  private final Map<String, Lack> lacking = new TreeMap<>();

  synchronized void put(String namespace, Lack lack) {
    if (!lack.equals(lacking.put(namespace, lack))) {
      LOG.warn(
          "Namespace {} is not served: {}; it is tried again by itself",
          namespace,
          lack.sentence());
    }
  }

  synchronized void remove(String namespace) {
    lacking.remove(namespace);
  }

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
