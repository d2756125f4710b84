package com.paperspace.operator.reconcile.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/**
 * Writes events of {@code events.k8s.io/v1}: one object for all that is the same, with a series
 * that is counted up. {@code kubectl} shows them as it shows those of the core group.
 */
final class EventWriter {
  private static final String CONTROLLER = "paperspace.com/operator";

  /** What the operator was doing; the reason says the rest. */
  private static final String ACTION = "Reconcile";

  /** A name holds 253 characters, and a dot and a UUID of 36 follow. */
  private static final int NAME_LIMIT = 200;

  /** The API server refuses an instance with more. */
  private static final int INSTANCE_LIMIT = 128;

  /** The API server reads exactly six digits. */
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final KubernetesClient client;
  private final String instance;

  EventWriter(KubernetesClient client, String instance) {
    this.client = client;
    this.instance =
        instance.length() > INSTANCE_LIMIT ? instance.substring(0, INSTANCE_LIMIT) : instance;
  }

  /**
   * Writes what is due of a series, unless its namespace is being deleted.
   *
   * @return whether it was written
   */
  boolean write(EventSeries series) {
    var first = series.first;
    if (first.leaving() && Namespaces.isDying(client, first.about().getNamespace())) {
      return false;
    }
    var state = series.taken();
    if (state.name() == null || !countUp(first, state)) {
      create(series, state);
    }
    return true;
  }

  private void create(EventSeries series, EventSeries.State state) {
    var event = event(series.first, nameFor(series.first.about().getName()), state);
    try {
      client.resource(event).create();
    } catch (KubernetesClientException e) {
      // Fabric8 sends a write again when its answer is lost, so it may be there already.
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
    series.written(event.getMetadata().getName());
  }

  /** Answers false when the event is gone: the API server keeps each for a while only. */
  private boolean countUp(Notice first, EventSeries.State state) {
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("series")
        .put("count", state.count())
        .put("lastObservedTime", micros(state.last()));
    try {
      client
          .resource(event(first, state.name(), state))
          .patch(PatchContext.of(PatchType.JSON_MERGE), body.toString());
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
      return false;
    }
  }

  private Event event(Notice notice, String name, EventSeries.State state) {
    var event =
        new EventBuilder()
            .withNewMetadata()
            .withNamespace(notice.about().getNamespace())
            .withName(name)
            .endMetadata()
            .withRegarding(notice.about())
            .withType(notice.type())
            .withReason(notice.reason())
            .withAction(ACTION)
            .withNote(notice.note())
            .withReportingController(CONTROLLER)
            .withReportingInstance(instance)
            .withEventTime(new MicroTime(micros(notice.at())));
    if (state.count() > 1) {
      event
          .withNewSeries()
          .withCount(state.count())
          .withLastObservedTime(new MicroTime(micros(state.last())))
          .endSeries();
    }
    return event.build();
  }

  private static String nameFor(String object) {
    var stem = object.length() > NAME_LIMIT ? object.substring(0, NAME_LIMIT) : object;
    return stem + "." + UUID.randomUUID();
  }

  private static String micros(Instant time) {
    return MICROS.format(time);
  }
}
