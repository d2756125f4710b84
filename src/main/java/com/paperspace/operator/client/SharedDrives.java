package com.paperspace.operator.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code /shared-drives}: network drives inside a private network. */
public final class SharedDrives {
  private static final JsonShape<View> VIEW = new JsonShape<>(View.class, View::id);
  private static final String ALL = "/shared-drives";
  private static final String ONE = "/shared-drives/{id}";

  private final Http http;

  SharedDrives(Http http) {
    this.http = http;
  }

  public List<View> list() {
    return list(null);
  }

  /** The filter is a hint: compare the whole name (docs/paperspace-api.md 10.17). */
  public List<View> list(String name) {
    return Pages.all(http, Route.of(ALL).with("name", name), VIEW);
  }

  public Optional<View> get(String id) {
    return http.find(Route.of(ONE, id), VIEW);
  }

  public View create(Create body) {
    return http.send("POST", Route.of(ALL), body, reply -> reply.object(VIEW));
  }

  /** Empty when the service sent no body. */
  public Optional<View> update(String id, Change body) {
    return http.send("PUT", Route.of(ONE, id), body, reply -> reply.optional(VIEW));
  }

  public void delete(String id) {
    http.delete(Route.of(ONE, id));
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
  public record Create(String name, Integer size, String region, String networkId) {}

  /** What can be changed; null leaves it alone. */
  public record Change(String name) {}
}
