package com.paperspace.operator.client;

import java.time.Instant;
import java.util.List;

/** {@code /os-templates}: the operating systems that machines can start with. */
public final class OsTemplates {
  private final RestCollection<View> templates;
  private final Recent recent;

  OsTemplates(Http http, Recent recent) {
    this.recent = recent;
    templates = RestCollection.of(http, "/os-templates", View.class, View::id);
  }

  public List<View> list() {
    return templates.list();
  }

  /** Likewise, not read anew for each who asks. */
  public List<View> recent() {
    return recent.list("os templates", this::list);
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
