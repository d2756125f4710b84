package com.paperspace.operator.bench;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.client.ClientConfig;
import com.paperspace.operator.client.Paperspace;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
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
   * Takes the URL and key of the API, and the namespace to watch; in the training run the
   * environment says the one, and the others do not matter. It says where Kubernetes is, too.
   */
  public static void main(String[] args) {
    var trained = args.length > 0;
    // The files of the training run answer with a field that is no list's.
    var mapper = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    var client =
        new KubernetesClientBuilder()
            .withConfig(Config.autoConfigure(null))
            .withKubernetesSerialization(new KubernetesSerialization(mapper, true))
            .build();
    var url = URI.create(trained ? args[0] : System.getenv("PAPERSPACE_API_URL"));
    var api = Paperspace.connect(ClientConfig.of(url, trained ? args[1] : "key"));
    var operator = new Operator(o -> o.withKubernetesClient(client));
    operator.register(
        new BareOperator(api),
        o -> o.settingNamespace(trained ? args[2] : Constants.WATCH_ALL_NAMESPACES));
    operator.start();
  }

  @Override
  public UpdateControl<PaperspaceProject> reconcile(
      PaperspaceProject project, Context<PaperspaceProject> context) {
    api.session().get();
    return UpdateControl.noUpdate();
  }
}
