package com.paperspace.operator.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code /public-ips}: static addresses. One has neither name nor id, and is found in the list
 * alone.
 */
public final class PublicIps {
  private final RestCollection<View> addresses;

  PublicIps(Http http) {
    var shape = new JsonShape<>(View.class, View::ip);
    addresses = new RestCollection<>(http, Route.of("/public-ips"), "ip", shape);
  }

  public List<View> list() {
    return addresses.list();
  }

  /** One of the list: it cannot be asked for by itself. */
  public Optional<View> get(String ip) {
    return list().stream().filter(it -> ip.equals(it.ip())).findFirst();
  }

  /** A new address; nothing tells it from that of another call. */
  public View claim(Claim body) {
    return addresses.create(body);
  }

  /**
   * Takes it away from the machine that has it. An error unless both are in one region. Empty when
   * the service sent no body.
   */
  public Optional<View> assign(String ip, String machineId) {
    return addresses.put(ip, new Assignment(machineId));
  }

  /** Empty when the service sent no body. */
  public Optional<View> detach(String ip) {
    return addresses.put(ip, new Assignment(null));
  }

  /**
   * Gives it back for good; whether an assigned one goes is open (docs/paperspace-api.md 10.12).
   */
  public void release(String ip) {
    addresses.delete(ip);
  }

  /**
   * An address as the service sees it.
   *
   * @param region a code or a long label
   * @param assignedMachineId null while it is unassigned
   */
  public record View(String ip, String region, String assignedMachineId, Instant dtCreated) {}

  /**
   * An address to be.
   *
   * @param region ny2, ca1 or ams1
   */
  public record Claim(String region) {}

  /** Here null says something: it detaches. */
  record Assignment(@JsonInclude(JsonInclude.Include.ALWAYS) String machineId) {}
}
