package com.paperspace.operator.client;

import java.time.Instant;
import java.util.List;

/** {@code /os-templates}: the operating systems that machines can start with. */
public final class OsTemplates {
  private final RestCollection<View> templates;

  OsTemplates(Http http) {
    templates = RestCollection.of(http, "/os-templates", View.class, View::id);
  }

  public List<View> list() {
    return templates.list();
  }

  public List<View> list(String name) {
    return templates.list("name", name);
  }

  /**
   * A template of the service's.
   *
   * @param defaultSizeGb gigabytes
   */
  public record View(
      String id,
      String name,
      String agentType,
      String operatingSystemLabel,
      Integer defaultSizeGb,
      List<AvailableMachineType> availableMachineTypes,
      Instant dtCreated) {}
}
