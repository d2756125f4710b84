package com.paperspace.operator.bench;

import java.time.Duration;
import java.util.List;

/**
 * How often somebody else looks at an object at rest, as their documents say: a model of one rule,
 * and a measurement of nobody.
 *
 * @param who with the interval that is meant
 * @param every from one look at an object to the next
 * @param calls of the API, for one look
 */
record PollRule(String who, Duration every, double calls) {
  /**
   * Their defaults.
   *
   * <p>Crossplane: defaultPollInterval of pkg/reconciler/managed/reconciler.go in
   * crossplane/crossplane-runtime. Upjet providers: the flag --poll of their cmd/provider main.
   * Config Connector: https://cloud.google.com/config-connector/docs/concepts/reconciliation (a
   * mean of 600 s in the reference of most kinds). Azure Service Operator, whose look is a PUT:
   * https://azure.github.io/azure-service-operator/guide/diagnosing-problems/reconciliation-frequency
   * AWS Controllers for Kubernetes:
   * https://aws-controllers-k8s.github.io/community/docs/user-docs/drift-recovery
   */
  static final List<PollRule> ALL =
      List.of(
          new PollRule("Crossplane, 1 min", Duration.ofMinutes(1), 1),
          new PollRule("Crossplane with Upjet, 10 min", Duration.ofMinutes(10), 1),
          new PollRule("Config Connector, 10 min", Duration.ofMinutes(10), 1),
          new PollRule("Azure Service Operator, 1 h", Duration.ofHours(1), 1),
          new PollRule("AWS Controllers, 10 h", Duration.ofHours(10), 1));

  double perHour() {
    return calls * Duration.ofHours(1).toMillis() / every.toMillis();
  }
}
