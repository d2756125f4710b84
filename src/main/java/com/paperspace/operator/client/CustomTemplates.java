package com.paperspace.operator.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code /custom-templates}: templates made from machines; they outlive them. */
public final class CustomTemplates {
  private final RestCollection<View> templates;

  CustomTemplates(Http http) {
    templates = RestCollection.of(http, "/custom-templates", View.class, View::id);
  }

  public List<View> list() {
    return templates.list();
  }

  public List<View> list(String name) {
    return templates.list("name", name);
  }

  /** Those made from one machine. */
  public List<View> listOfMachine(String machineId) {
    return templates.list("machineId", machineId);
  }

  public Optional<View> get(String id) {
    return templates.get(id);
  }

  /** An error unless the machine is off. The answer always has its template. */
  public Operation<View> create(Create body) {
    return Operation.create(templates, body);
  }

  public Optional<View> update(String id, Change body) {
    return templates.put(id, body);
  }

  public void delete(String id) {
    templates.delete(id);
  }

  /**
   * A template as the service sees it. No field says that it is ready: its event ends, or {@code
   * availableMachineTypes} fills (docs/paperspace-api.md 10.16).
   *
   * @param region a code or a long label
   * @param defaultSizeGb gigabytes
   */
  public record View(
      String id,
      String name,
      String agentType,
      String operatingSystemLabel,
      String region,
      Integer defaultSizeGb,
      List<AvailableMachineType> availableMachineTypes,
      String parentMachineId,
      Instant dtCreated,
      Instant dtDeleted) {}

  /** A template to be. */
  public record Create(String name, String machineId) {}

  /** What can be changed. */
  public record Change(String name) {}
}
