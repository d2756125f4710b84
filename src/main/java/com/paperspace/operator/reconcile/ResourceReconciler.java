package com.paperspace.operator.reconcile;

import com.paperspace.operator.api.ManagedSpec;
import com.paperspace.operator.api.PaperspaceResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;

/** Connects JOSDK's queue and informers to the engine of one kind; decides nothing. */
final class ResourceReconciler<R extends PaperspaceResource<? extends ManagedSpec, O>, O, T>
    implements Reconciler<R> {
  private final Adapter<R, O, T> adapter;
  private final Engine<R, O, T> engine;
  private final Estate estate;
  private final Alarms<R> alarms;

  ResourceReconciler(Adapter<R, O, T> adapter, Platform platform, Timers timers) {
    this.adapter = adapter;
    this.engine = new Engine<>(adapter, platform);
    this.estate = platform.estate();
    this.alarms = new Alarms<>(adapter.type(), timers);
  }

  @Override
  public List<EventSource<?, R>> prepareEventSources(EventSourceContext<R> context) {
    estate.add(
        adapter.type(), context.getPrimaryCache(), resource -> Uses.of(resource, adapter), alarms);
    return List.of(alarms);
  }

  @Override
  public UpdateControl<R> reconcile(R resource, Context<R> context) {
    var id = ResourceID.fromResource(resource);
    if (context.isPrimaryResourceDeleted()) {
      alarms.cancel(id);
      engine.gone(resource);
      return UpdateControl.noUpdate();
    }
    engine.pass(resource).ifPresentOrElse(next -> alarms.in(id, next), () -> alarms.cancel(id));
    return UpdateControl.noUpdate();
  }
}
