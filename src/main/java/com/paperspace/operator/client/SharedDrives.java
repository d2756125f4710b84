package com.paperspace.operator.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code /shared-drives}: network drives inside a private network. */
public final class SharedDrives {
  private final RestCollection<View> drives;

  SharedDrives(Http http) {
    drives = RestCollection.of(http, "/shared-drives", View.class, View::id);
  }

  public List<View> list() {
    return drives.list();
  }

  public List<View> list(String name) {
    return drives.list("name", name);
  }

  public Optional<View> get(String id) {
    return drives.get(id);
  }

  public View create(Create body) {
    return drives.create(body);
  }

  public Optional<View> update(String id, Change body) {
    return drives.put(id, body);
  }

  public void delete(String id) {
    drives.delete(id);
  }

  /**
   * A drive as the service sees it.
   *
   * @param size gigabytes or bytes, the service does not say which (docs/paperspace-api.md 10.18)
   * @param region a code or a long label
   */
  public record View(
      String id,
      String name,
      Long size,
      String region,
      String networkId,
      String privateNetworkId,
      String mountPoint,
      @Sensitive String username,
      @Sensitive String password,
      Instant dtCreated,
      Instant dtDeleted) {

    @Override
    public String toString() {
      return Masking.toString(this);
    }
  }

  /**
   * A drive to be.
   *
   * @param size gigabytes, at least 1
   */
  public record Create(
      String name,
      Integer size,
      String region,
      @Called("networkRef or networkId") String networkId) {}

  /** What can be changed; null leaves it alone. */
  public record Change(String name) {}
}
