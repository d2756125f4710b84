package com.paperspace.operator.api;

/** The annotations users set, and the marks the operator leaves in metadata. */
public final class Annotations {
  /** {@code "true"}: leave the cloud object alone for now. */
  public static final String PAUSED = "paperspace.com/paused";

  /** Any new value: look at once; acknowledged in {@code status.lastHandledReconcileAt}. */
  public static final String RECONCILE_AT = "paperspace.com/reconcile-at";

  /** Any new value: restart the machine once. */
  public static final String RESTART_AT = "paperspace.com/restart-at";

  /** Written before a create: see {@code Intent}. */
  public static final String CREATE_INTENT = "paperspace.com/create-intent";

  /** Written with the intent: {@code <uid>.<nonce> <JSON>}, what only a create can set as sent. */
  public static final String CREATED_WITH = "paperspace.com/created-with";

  /** On a Secret of outputs: id of the cloud object they are of. */
  public static final String OUTPUTS_OF = "paperspace.com/outputs-of";

  /** Keeps an object until its cloud object is dealt with. */
  public static final String FINALIZER = "paperspace.com/cloud-object";

  /** Keeps an account, and the Secret of its key, until nothing needs them any more. */
  public static final String IN_USE_FINALIZER = "paperspace.com/in-use";

  private Annotations() {}
}
