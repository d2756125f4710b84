package com.paperspace.operator.simulator;

/**
 * What the service may do with snapshots, templates and public addresses (docs/paperspace-api.md,
 * sections 9 and 10).
 *
 * <p>The first constant of each enum is the default, as in {@link Choices}.
 */
public final class ComputeChoices {
  private ComputeChoices() {}

  /** 10.12: release of an address that a machine has. */
  public enum ReleaseAssigned {
    ALLOWED,
    CONFLICT
  }

  /** 10.16: what tells first that a template is ready. */
  public enum TemplateReady {
    EVENT_ENDS,
    TYPES_FILL
  }

  /** 9: restore of a snapshot while its machine is on. */
  public enum RestoreRunning {
    ACCEPTED,
    CONFLICT
  }

  /** 9: whether a machine that was on is on after a restore. */
  public enum PowerAfterRestore {
    AS_BEFORE,
    OFF
  }
}
