package com.paperspace.operator.simulator;

/**
 * Ways of the service that only its public clients met (docs/paperspace-api.md, section 10, from
 * row 25 on).
 *
 * <p>The first constant of each enum is the default, as in {@link Choices}.
 */
public final class Dialects {
  private Dialects() {}

  /** 10.25: byte counts of a machine. */
  public enum MachineBytes {
    TEXT,
    NUMBER
  }

  /** 10.25: the size of a shared drive. */
  public enum DriveBytes {
    NUMBER,
    TEXT
  }

  /** 10.26: regions in answers. */
  public enum RegionText {
    LABEL,
    CODE,
    /** One object so, another so. */
    MIXED
  }

  /** 10.27: how the event of work ends whose aim was reached. */
  public enum AimReached {
    DONE,
    ERROR,
    /** In error, and with no time at which it ended. */
    ERROR_WITHOUT_END
  }

  /** 10.29: a machine type in another letter case than the catalogue's. */
  public enum TypeCase {
    REFUSED,
    CATALOGUE,
    /** Whatever was sent, answers have it in lower case. */
    LOWER
  }

  /** 10.30: what the key of a member sees of what is not assigned to the member. */
  public enum MemberSees {
    ALL,
    NOT_FOUND,
    FORBIDDEN
  }

  /** 10.31: a new timeout or force of auto-shutdown while that is on and stays on. */
  public enum ShutdownDetails {
    TAKEN,
    KEPT
  }

  /** 10.32: {@code networkId} of a machine without a private network. */
  public enum NoNetwork {
    DEFAULT_ID,
    NULL
  }

  /** 10.33: the order of what is a set in a stored configuration. */
  public enum StoredOrder {
    AS_SENT,
    SORTED,
    REVERSED
  }

  /** 10.34: how a refused body is told; a deployment's configuration is a union. */
  public enum RefusedBody {
    UNION,
    FLAT,
    /** Issues without a path, whose message starts with the field. */
    FIELD_IN_MESSAGE,
    NO_ISSUES
  }

  /** 10.35: integrations in a stored configuration, and in one sent. */
  public enum Integrations {
    DOCUMENTED,
    /** Also {@code do-spaces}, and git-lfs with keys. */
    ALSO_UNDOCUMENTED
  }

  /** 10.36: what a deployment's region may be. */
  public enum DeploymentRegion {
    CODE,
    /** Also the id of a private cluster, from the table {@code clusters}. */
    ALSO_CLUSTER
  }

  /** 10.36: a deployment in a region that is unknown. */
  public enum UnknownRegion {
    REJECTED,
    SPEC_ERROR
  }
}
