package com.paperspace.operator.client;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /machines}: virtual machines and their power. */
public final class Machines {
  private final RestCollection<View> machines;

  Machines(Http http) {
    machines = RestCollection.of(http, "/machines", View.class, View::id);
  }

  public List<View> list() {
    return machines.list();
  }

  public List<View> list(String name) {
    return machines.list("name", name);
  }

  public Optional<View> get(String id) {
    return machines.get(id);
  }

  /** The answer always has its machine. */
  public Operation<View> create(Body body) {
    return Operation.create(machines, body);
  }

  public Operation<View> update(String id, Body body) {
    return Operation.change(machines, "PUT", machines.one(id), body);
  }

  /** Work begun; neither event nor machine when it was gone already. */
  public Operation<View> delete(String id) {
    return Operation.delete(machines, id);
  }

  /** An error unless the machine is off (docs/paperspace-api.md 2.4). */
  public Operation<View> start(String id) {
    return power(id, "/start");
  }

  /** An error unless the machine is on (docs/paperspace-api.md 2.4). */
  public Operation<View> stop(String id) {
    return power(id, "/stop");
  }

  /**
   * The machine stays {@code ready} for some seconds: follow the event (docs/paperspace-api.md
   * 2.1).
   */
  public Operation<View> restart(String id) {
    return power(id, "/restart");
  }

  /**
   * An empty object, for a JSON content type without a body is refused (docs/paperspace-api.md 5).
   */
  private Operation<View> power(String id, String act) {
    return Operation.change(machines, "PATCH", machines.one(id).then(act), Map.of());
  }

  /**
   * A machine as the service sees it.
   *
   * <p>How much of the disk is used is left out: it moves by itself, and every row would be news.
   *
   * @param ram bytes, as is {@code storageTotal}
   * @param region a code or a long label
   * @param autoShutdownTimeout idle hours
   */
  public record View(
      String id,
      String name,
      String state,
      String os,
      @JsonDeserialize(using = Json.Label.class) String machineType,
      String agentType,
      Integer cpus,
      Long ram,
      Long storageTotal,
      List<Accelerator> accelerators,
      String region,
      String privateIp,
      String networkId,
      String publicIp,
      String publicIpType,
      Boolean autoShutdownEnabled,
      Double autoShutdownTimeout,
      Boolean autoShutdownForce,
      Boolean autoSnapshotEnabled,
      String autoSnapshotFrequency,
      Integer autoSnapshotSaveCount,
      Boolean updatesPending,
      Boolean restorePointEnabled,
      String restorePointFrequency,
      String restorePointSnapshotId,
      Double usageRate,
      Double storageRate,
      Instant dtCreated,
      Instant dtModified,
      Instant dtDeleted,
      Reservation reservation) {}

  /** Graphics cards of one kind in a machine. */
  public record Accelerator(String name, Long memory, Integer count) {}

  /** Capacity set aside for a machine. */
  public record Reservation(
      String id, String name, Instant dtStarted, Instant dtFinished, Boolean isActive) {}

  /**
   * A machine to be, or what to change of one; null leaves it to the service or leaves it alone. It
   * may ignore some of a change (docs/paperspace-api.md 2.3).
   *
   * @param diskSize gigabytes, at least 1; grows only
   * @param region ny2, ca1 or ams1
   * @param publicIpType static, dynamic or none
   * @param autoSnapshotFrequency hourly, daily, weekly or monthly
   * @param autoSnapshotSaveCount at least 0
   * @param autoShutdownTimeout idle hours, at least 0
   * @param emailPassword the service's default is true: it mails people
   */
  public record Body(
      String name,
      String machineType,
      String templateId,
      @Called("networkRef or networkId") String networkId,
      Integer diskSize,
      String region,
      String publicIpType,
      Boolean autoSnapshotEnabled,
      String autoSnapshotFrequency,
      Integer autoSnapshotSaveCount,
      Boolean autoShutdownEnabled,
      Double autoShutdownTimeout,
      Boolean autoShutdownForce,
      Boolean takeInitialSnapshot,
      Boolean restorePointEnabled,
      String restorePointFrequency,
      String startupScriptId,
      Boolean emailPassword,
      Boolean startOnCreate,
      Boolean enableNvlink,
      List<String> accessorIds,
      String restorePointSnapshotId) {

    /** One with these values by the names of its fields. */
    public static Body of(Map<String, ?> values) {
      return Json.from(values, Body.class);
    }
  }
}
