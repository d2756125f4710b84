package com.paperspace.operator.reconcile.cluster;

import com.paperspace.operator.api.ManagedStatus;
import com.paperspace.operator.api.PaperspaceResource;

/** What was written of one resource and may not be in the informer's view yet. */
public final class Written {
  /** The last answer to a write; null once the view is as new. */
  PaperspaceResource<?, ?> answer;

  /** A status no write of which has gone through; null if there is none. Others read it too. */
  volatile ManagedStatus<?> unsaved;

  /** The finalizer that was taken off; null if none was. */
  String released;
}
