package com.paperspace.operator.faults;

import com.paperspace.operator.support.Binaries;
import com.paperspace.operator.support.ControlPlane;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has tests take place on a real API server, in three named namespaces, with the chart's rights.
 */
record InNamespaces(ControlPlane plane) implements BeforeEachCallback, AfterEachCallback {
  @Override
  public void beforeEach(ExtensionContext context) {
    Binaries.orSkip("kube-controller-manager");
    Binaries.orSkip("helm");
    Stage.onRealServer(plane);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Stage.onRealServer(null);
  }
}
