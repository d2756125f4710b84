package com.paperspace.operator.bench;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.client.ClientConfig;
import com.paperspace.operator.client.Paperspace;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.net.URI;

/** The least an operator on the framework can be: one kind, and one call of the API per object. */
@ControllerConfiguration
public final class BareOperator implements Reconciler<PaperspaceProject> {
  private final Paperspace api;

  private BareOperator(Paperspace api) {
    this.api = api;
  }

  /**
   * Takes the URL and key of the API, and the namespace to watch; nothing in the training run. The
   * environment says where Kubernetes is.
   */
  public static void main(String[] args) {
    var trained = args.length > 0;
    var client = new KubernetesClientBuilder().withConfig(Config.autoConfigure(null)).build();
    var url = URI.create(trained ? args[0] : "http://127.0.0.1:1/v1");
    var api = Paperspace.connect(ClientConfig.of(url, trained ? args[1] : "key"));
    var operator = new Operator(o -> o.withKubernetesClient(client));
    operator.register(
        new BareOperator(api), o -> o.settingNamespace(trained ? args[2] : "default"));
    try {
      operator.start();
    } catch (OperatorException e) {
      // The training run, where nothing is found; some thread would keep it from ending.
      System.exit(1);
    }
  }

  @Override
  public UpdateControl<PaperspaceProject> reconcile(
      PaperspaceProject project, Context<PaperspaceProject> context) {
    api.session().get();
    return UpdateControl.noUpdate();
  }
}
