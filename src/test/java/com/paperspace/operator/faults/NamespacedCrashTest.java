package com.paperspace.operator.faults;

import com.paperspace.operator.support.ControlPlane;
import com.paperspace.operator.support.NeedsControlPlane;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Crashes at every step on a real API server, in three named namespaces and with the chart's
 * rights.
 */
@NeedsControlPlane
class NamespacedCrashTest extends CrashTest {
  @RegisterExtension final InNamespaces there;

  NamespacedCrashTest(ControlPlane plane) {
    there = new InNamespaces(plane);
  }
}
