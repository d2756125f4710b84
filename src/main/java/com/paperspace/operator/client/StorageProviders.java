package com.paperspace.operator.client;

import java.util.List;
import java.util.Optional;

/**
 * {@code /storage-providers}: buckets for datasets and models. Rows have no date; keys in answers
 * are dropped as they are read (docs/paperspace-api.md 10.19).
 */
public final class StorageProviders {
  private static final JsonShape<Utilization> UTILIZATION =
      new JsonShape<>(Utilization.class, it -> "the only one");

  private final Http http;
  private final RestCollection<View> providers;

  StorageProviders(Http http) {
    this.http = http;
    providers = RestCollection.of(http, "/storage-providers", View.class, View::id);
  }

  /** The managed ones too, which nobody may change. */
  public List<View> list() {
    return providers.list();
  }

  public Optional<View> get(String id) {
    return providers.get(id);
  }

  public View create(Create body) {
    return providers.create(body);
  }

  public Optional<View> update(String id, Change body) {
    return providers.put(id, body);
  }

  public void delete(String id) {
    providers.delete(id);
  }

  /** What the team stores; a null count is one the service does not show. */
  public Utilization utilization() {
    return http.read(providers.all().then("/utilization"), reply -> reply.object(UTILIZATION));
  }

  /**
   * A provider as the service sees it.
   *
   * @param isManaged run by the service itself
   */
  public record View(
      String id, String name, Boolean isTeamDefault, Boolean isManaged, Bucket s3Config) {}

  /** Where a provider stores; what opens the bucket is not read. */
  public record Bucket(
      String bucket, String endpoint, String region, String signatureVersion, Boolean retainData) {}

  /** A provider to be; of the type {@code s3}, which is the only one there is. */
  public record Create(
      String name, String storageProviderType, Boolean isTeamDefault, S3Config s3Config) {
    public Create(String name, Boolean isTeamDefault, S3Config s3Config) {
      this(name, "s3", isTeamDefault, s3Config);
    }
  }

  /**
   * A whole provider again; the service takes no part of one.
   *
   * @param isTeamDefault always to be sent, for one edition of the reference requires it; true
   *     takes it from another provider
   */
  public record Change(String name, Boolean isTeamDefault, S3Config s3Config) {}

  /**
   * A bucket and what opens it, always whole.
   *
   * @param endpoint a URL; null for the vendor's own
   * @param retainData null for false
   */
  public record S3Config(
      String bucket,
      String endpoint,
      String region,
      @Called("accessKeyFrom.secretKeyRef") @Sensitive String accessKey,
      @Called("secretAccessKeyFrom.secretKeyRef") @Sensitive String secretAccessKey,
      String signatureVersion,
      Boolean retainData) {
    @Override
    public String toString() {
      return Masking.toString(this);
    }
  }

  /** Bytes. */
  public record Utilization(
      Long totalFreeStorage,
      Long remainingFreeStorage,
      Long totalUsage,
      Long modelUsage,
      Long datasetUsage,
      Long sharedStorageUsage,
      Long notebookWorkspaceUsage) {}
}
