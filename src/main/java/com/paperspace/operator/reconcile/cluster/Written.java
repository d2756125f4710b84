package com.paperspace.operator.reconcile.cluster;

import com.paperspace.operator.api.ManagedStatus;
import com.paperspace.operator.api.PaperspaceResource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What was written of one resource and may not be in the informer's view yet. Written by the passes
 * of that resource; read by those of every other that refers to it.
 */
public final class Written {
  /** The last answer to a write; null once the view is as new. */
  final AtomicReference<PaperspaceResource<?, ?>> answer = new AtomicReference<>();

  /** A status no write of which has gone through; null if there is none. */
  volatile ManagedStatus<?> unsaved;

  /** The finalizer that was taken off; null if none was. */
  volatile String released;
}
