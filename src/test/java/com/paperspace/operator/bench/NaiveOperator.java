package com.paperspace.operator.bench;

import com.paperspace.operator.api.PaperspaceProject;
import com.paperspace.operator.app.KubernetesClients;
import com.paperspace.operator.client.ClientConfig;
import com.paperspace.operator.client.Paperspace;
import com.paperspace.operator.client.Projects;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.EventSourceStartPriority;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.polling.PerResourcePollingConfigurationBuilder;
import io.javaoperatorsdk.operator.processing.event.source.polling.PerResourcePollingEventSource;
import java.io.File;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A naive operator, after the pattern of the framework's sample for objects whose id has to be
 * stored ("external state"): the id is kept in a ConfigMap, each object is polled by a GET, a
 * create is not announced, and the framework's defaults hold. What somebody writes in a day.
 */
@ControllerConfiguration
public final class NaiveOperator
    implements Reconciler<PaperspaceProject>, Cleaner<PaperspaceProject> {
  private static final String ID = "id";

  /** As often as our operator looks by default; the sample itself polls three times a second. */
  private static final Duration POLL = Duration.ofMinutes(5);

  private final KubernetesClient kubernetes;
  private final Projects projects;
  private InformerEventSource<ConfigMap, PaperspaceProject> ids;
  private PerResourcePollingEventSource<Projects.View, PaperspaceProject, String> objects;

  private NaiveOperator(KubernetesClient kubernetes, Projects projects) {
    this.kubernetes = kubernetes;
    this.projects = projects;
  }

  /** Takes a kubeconfig, the URL and key of the API, and the namespace to watch. */
  public static void main(String[] args) {
    var config = Config.fromKubeconfig(new File(args[0]));
    var client = KubernetesClients.open(config, new KubernetesSerialization(), List.of()).main();
    var api = Paperspace.connect(ClientConfig.of(URI.create(args[1]), args[2]));
    var operator = new Operator(o -> o.withKubernetesClient(client));
    operator.register(new NaiveOperator(client, api.projects()), o -> o.settingNamespace(args[3]));
    operator.start();
  }

  @Override
  public List<EventSource<?, PaperspaceProject>> prepareEventSources(
      EventSourceContext<PaperspaceProject> context) {
    ids =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(ConfigMap.class, PaperspaceProject.class).build(),
            context);
    ids.setEventSourcePriority(EventSourceStartPriority.RESOURCE_STATE_LOADER);
    objects =
        new PerResourcePollingEventSource<>(
            Projects.View.class,
            context,
            new PerResourcePollingConfigurationBuilder<Projects.View, PaperspaceProject, String>(
                    this::read, POLL)
                .withResourceIDMapper(Projects.View::id)
                .build());
    return List.of(ids, objects);
  }

  private Set<Projects.View> read(PaperspaceProject project) {
    return ids.getSecondaryResource(project)
        .flatMap(it -> projects.get(it.getData().get(ID)))
        .map(Set::of)
        .orElseGet(Set::of);
  }

  @Override
  public UpdateControl<PaperspaceProject> reconcile(
      PaperspaceProject project, Context<PaperspaceProject> context) {
    var wanted = project.getSpec().name();
    var there = context.getSecondaryResource(Projects.View.class);
    if (there.isEmpty()) {
      create(project, wanted);
    } else if (!there.get().name().equals(wanted)) {
      change(project, there.get(), wanted);
    }
    return UpdateControl.patchStatus(ready(project));
  }

  private void create(PaperspaceProject project, String name) {
    var made = projects.create(new Projects.Create(name));
    var metadata = project.getMetadata();
    var map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(metadata.getName())
            .withNamespace(metadata.getNamespace())
            .endMetadata()
            .withData(Map.of(ID, made.id()))
            .build();
    map.addOwnerReference(project);
    var stored = kubernetes.resource(map).create();
    // Without it the next pass would create another one.
    ids.handleRecentResourceCreate(ResourceID.fromResource(project), stored);
    objects.handleRecentResourceCreate(ResourceID.fromResource(project), made);
  }

  private void change(PaperspaceProject project, Projects.View there, String name) {
    Optional<Projects.View> changed = projects.update(there.id(), new Projects.Change(name));
    objects.handleRecentResourceUpdate(
        ResourceID.fromResource(project), changed.orElseThrow(), there);
  }

  /** What the framework sends by server-side apply: a status, and which object it is of. */
  private PaperspaceProject ready(PaperspaceProject project) {
    var metadata = project.getMetadata();
    var status =
        Sample.withStatus(
            metadata.getName(), metadata.getNamespace(), "", metadata.getGeneration());
    var patch = kubernetes.getKubernetesSerialization().unmarshal(status, PaperspaceProject.class);
    patch.getMetadata().setResourceVersion(null);
    return patch;
  }

  @Override
  public DeleteControl cleanup(PaperspaceProject project, Context<PaperspaceProject> context) {
    context.getSecondaryResource(Projects.View.class).ifPresent(it -> projects.delete(it.id()));
    ids.getSecondaryResource(project).ifPresent(it -> kubernetes.resource(it).delete());
    return DeleteControl.defaultDelete();
  }
}
