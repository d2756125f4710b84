package com.paperspace.operator.kind;

import com.paperspace.operator.client.ContainerConfig.Autoscaling;
import com.paperspace.operator.client.ContainerConfig.HealthChecks;
import com.paperspace.operator.client.ContainerConfig.Probe;
import com.paperspace.operator.client.ContainerConfig.Resources;

/** Parts of a configuration that say nothing. */
final class DeploymentBlanks {
  static final Probe PROBE = new Probe(null, null, null, null, null, null, null, null, null);
  static final HealthChecks CHECKS = new HealthChecks(null, null, null);
  static final Autoscaling AUTOSCALING = new Autoscaling(null, null, null);
  static final Resources RESOURCES = new Resources(null, null, null, null);

  private DeploymentBlanks() {}
}
