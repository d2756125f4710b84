package com.paperspace.operator.kind;

import com.paperspace.operator.client.ContainerConfig;
import com.paperspace.operator.client.Deployments.Run;
import com.paperspace.operator.client.Deployments.View;
import java.util.Optional;

/**
 * A deployment with its newest run.
 *
 * @param run null when it was not read, or there is none
 */
public record DeploymentRemote(View view, Run run) {

  static DeploymentRemote of(View view) {
    return new DeploymentRemote(view, null);
  }

  /** The newest configuration; empty when it is invalid or none is shown. */
  static Optional<ContainerConfig> config(View view) {
    return view.latestSpec() == null ? Optional.empty() : view.latestSpec().config();
  }

  /** Whether the endpoint takes no call without a key. */
  static boolean isProtected(View view) {
    return view.basicAuthKey() != null && !view.basicAuthKey().isBlank();
  }

  /**
   * The address behind the bare host name the API gives (docs/paperspace-api.md 3.6); null without
   * one.
   */
  static String endpoint(View view) {
    var host = view.endpoint();
    if (host == null || host.isBlank()) {
      return null;
    }
    return host.contains("://") ? host : "https://" + host;
  }
}
