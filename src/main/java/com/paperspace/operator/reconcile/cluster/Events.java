package com.paperspace.operator.reconcile.cluster;

import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.reconcile.adapter.Text;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kubernetes events for what people should notice: drift, adoption, recovery, refusals. An ordinary
 * create has none. An object that is being deleted has none but for what it leaves behind, because
 * its namespace may be going too and then takes no events.
 */
public final class Events {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);

  /** The API server refuses an event with more. */
  private static final int MESSAGE_LIMIT = 1024;

  /** A name holds 253 characters, and a dot and a UUID of 36 follow. */
  private static final int NAME_LIMIT = 200;

  private final KubernetesClient client;
  private final Clock clock;

  public Events(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** Something went as it should. */
  public void normal(PaperspaceResource<?, ?> about, String reason, String message) {
    unlessLeaving(about, "Normal", reason, message);
  }

  /** Something a person may have to act on. */
  public void warning(PaperspaceResource<?, ?> about, String reason, String message) {
    unlessLeaving(about, "Warning", reason, message);
  }

  /** A warning of what stays after an object is gone; published although it is being deleted. */
  public void farewell(HasMetadata about, String reason, String message) {
    publish(about, "Warning", reason, message);
  }

  private static String nameFor(String object) {
    var stem = object.length() > NAME_LIMIT ? object.substring(0, NAME_LIMIT) : object;
    return stem + "." + UUID.randomUUID();
  }

  private void unlessLeaving(
      PaperspaceResource<?, ?> about, String type, String reason, String message) {
    if (!about.isMarkedForDeletion()) {
      publish(about, type, reason, message);
    }
  }

  private void publish(HasMetadata about, String type, String reason, String message) {
    var metadata = about.getMetadata();
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    var event =
        new EventBuilder()
            .withNewMetadata()
            .withNamespace(metadata.getNamespace())
            .withName(nameFor(metadata.getName()))
            .endMetadata()
            .withInvolvedObject(
                new ObjectReferenceBuilder()
                    .withApiVersion(about.getApiVersion())
                    .withKind(about.getKind())
                    .withNamespace(metadata.getNamespace())
                    .withName(metadata.getName())
                    .withUid(metadata.getUid())
                    .build())
            .withType(type)
            .withReason(reason)
            .withMessage(Text.cut(message, MESSAGE_LIMIT))
            .withFirstTimestamp(now)
            .withLastTimestamp(now)
            .withCount(1)
            .withNewSource("paperspace-operator", null)
            .build();
    try {
      client.v1().events().inNamespace(metadata.getNamespace()).resource(event).create();
    } catch (KubernetesClientException e) {
      LOG.debug("event {} for {} was not accepted: {}", reason, metadata.getName(), e.getCode());
    } catch (RuntimeException e) {
      // What the pass has learned is not lost for an event.
      LOG.error("event {} for {} could not be sent", reason, metadata.getName(), e);
    }
  }
}
