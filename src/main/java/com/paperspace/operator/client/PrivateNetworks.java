package com.paperspace.operator.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code /private-networks}: networks that machines and shared drives belong to. */
public final class PrivateNetworks {
  private final RestCollection<View> networks;

  PrivateNetworks(Http http) {
    networks = RestCollection.of(http, "/private-networks", View.class, View::id);
  }

  public List<View> list() {
    return networks.list();
  }

  /** Empty for the default network of a machine without one too (docs/paperspace-api.md 10.32). */
  public Optional<View> get(String id) {
    return networks.get(id);
  }

  public View create(Create body) {
    return networks.create(body);
  }

  public Optional<View> update(String id, Change body) {
    return networks.put(id, body);
  }

  public void delete(String id) {
    networks.delete(id);
  }

  /**
   * A network as the service sees it.
   *
   * @param region a code or a long label
   * @param network its address; the service chooses it
   */
  public record View(
      String id,
      String name,
      String region,
      String network,
      String netmask,
      Instant dtCreated,
      Instant dtDeleted) {}

  /**
   * A network to be. It never asks for {@code migrateMachines}, which moves the machines of others
   * (docs/paperspace-api.md 2.5).
   */
  public record Create(String name, String region) {}

  /** What can be changed; null leaves it alone. */
  public record Change(String name) {}
}
