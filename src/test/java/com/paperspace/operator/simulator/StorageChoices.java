package com.paperspace.operator.simulator;

/**
 * What the service may do with storage providers, datasets and models (docs/paperspace-api.md,
 * sections 2.5 and 10).
 *
 * <p>The first constant of each enum is the default, as in {@link Choices}.
 */
public final class StorageChoices {
  private StorageChoices() {}

  /** 10.10: what a list of datasets shows that asks for neither public nor private ones. */
  public enum UnfilteredDatasets {
    PRIVATE_ONLY,
    ALL_VISIBLE
  }

  /** 10.19: the keys of a bucket in the answers about a storage provider. */
  public enum BucketKeys {
    RETURNED,
    MASKED
  }

  /** 10.22: a committed version of a dataset is committed again. */
  public enum SecondCommit {
    BAD_REQUEST,
    NO_OP
  }

  /** 2.5: a model of one project is added to another. */
  public enum SecondProject {
    MOVES,
    CONFLICT
  }
}
