package com.paperspace.operator.simulator;

/**
 * What the service may do with storage providers, datasets and models (docs/paperspace-api.md,
 * sections 2.5 and 10).
 *
 * <p>The first constant of each enum is the default, as in {@link Choices}.
 */
public final class StorageChoices {
  private StorageChoices() {}

  /** 10.19: the keys of a bucket in the answers about a storage provider. */
  public enum BucketKeys {
    RETURNED,
    MASKED
  }
}
