package com.paperspace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.paperspace.operator.simulator.Simulator;
import com.paperspace.operator.support.Binaries;
import com.paperspace.operator.support.ControlPlane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What all tests of named namespaces need: a control plane whose namespaces can go, and a cloud.
 */
abstract class NamedNamespaces {
  final ControlPlane plane;
  final Simulator cloud = QuickStart.cloud();

  NamedNamespaces(ControlPlane plane) {
    this.plane = plane;
  }

  @BeforeEach
  void namespacesCanGo() {
    Binaries.orSkip("kube-controller-manager");
    Binaries.orSkip("helm");
    plane.installCrds();
  }

  @AfterEach
  void nothingWasAgainstTheContract() {
    cloud.close();
    assertThat(cloud.violations()).isEmpty();
  }
}
