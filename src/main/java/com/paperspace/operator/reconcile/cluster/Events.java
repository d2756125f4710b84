package com.paperspace.operator.reconcile.cluster;

import com.paperspace.operator.api.EventReason;
import com.paperspace.operator.api.PaperspaceResource;
import com.paperspace.operator.api.Reason;
import com.paperspace.operator.reconcile.adapter.Text;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import java.time.Clock;

/**
 * Kubernetes events for what people should notice. Of an object that is being deleted only what
 * concerns its deletion is told.
 */
public final class Events {
  /** In bytes of UTF-8: the API server refuses an event with more. */
  private static final int NOTE_LIMIT = 1024;

  private final EventQueue queue;
  private final Clock clock;

  public Events(EventQueue queue, Clock clock) {
    this.queue = queue;
    this.clock = clock;
  }

  /** Something has happened. */
  public void tell(PaperspaceResource<?, ?> about, EventReason what, String note) {
    if (!about.isMarkedForDeletion()) {
      queue.offer(notice(about, what.type(), what.name(), note));
    }
  }

  /** A condition tells of something a person may have to act on. */
  public void warning(PaperspaceResource<?, ?> about, Reason reason, String note) {
    if (!about.isMarkedForDeletion()) {
      queue.offer(notice(about, "Warning", reason.name(), note));
    }
  }

  /** Why the deletion of an object does not go on. */
  public void held(PaperspaceResource<?, ?> about, Reason reason, String note) {
    queue.offer(notice(about, "Warning", reason.name(), note));
  }

  /** How an object goes and what stays, told although it is being deleted. */
  public void farewell(HasMetadata about, EventReason what, String note) {
    queue.offer(notice(about, what.type(), what.name(), note));
  }

  /** The same, written when it returns: what comes next takes the right to tell it. */
  void lastWord(HasMetadata about, EventReason what, String note) {
    queue.force(notice(about, what.type(), what.name(), note));
  }

  /** Drops what is remembered of what an object that is gone has told. */
  public void forget(String uid) {
    queue.forget(uid);
  }

  private Notice notice(HasMetadata about, String type, String reason, String note) {
    var metadata = about.getMetadata();
    var reference =
        new ObjectReferenceBuilder()
            .withApiVersion(about.getApiVersion())
            .withKind(about.getKind())
            .withNamespace(metadata.getNamespace())
            .withName(metadata.getName())
            .withUid(metadata.getUid())
            .build();
    return new Notice(
        reference,
        type,
        reason,
        Text.cutToBytes(note, NOTE_LIMIT),
        about.isMarkedForDeletion(),
        clock.instant());
  }
}
