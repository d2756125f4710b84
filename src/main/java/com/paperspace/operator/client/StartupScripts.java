package com.paperspace.operator.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code /startup-scripts}: scripts that machines run when they boot. Their text goes in and never
 * comes out.
 */
public final class StartupScripts {
  private final RestCollection<View> scripts;

  StartupScripts(Http http) {
    scripts = RestCollection.of(http, "/startup-scripts", View.class, View::id);
  }

  public List<View> list() {
    return scripts.list();
  }

  public List<View> list(String name) {
    return scripts.list("name", name);
  }

  public Optional<View> get(String id) {
    return scripts.get(id);
  }

  public View create(Create body) {
    return scripts.create(body);
  }

  public Optional<View> update(String id, Change body) {
    return scripts.put(id, body);
  }

  public void delete(String id) {
    scripts.delete(id);
  }

  /**
   * Assigning one that is assigned already may be a CONFLICT (docs/paperspace-api.md 10.13). Empty
   * when the service sent no body.
   */
  public Optional<View> assign(String id, String machineId) {
    return scripts.post(id, "/assign", new OnMachine(machineId));
  }

  /** Empty when the service sent no body. */
  public Optional<View> unassign(String id, String machineId) {
    return scripts.post(id, "/unassign", new OnMachine(machineId));
  }

  /**
   * All that can be read of a script: there is no trace of its text.
   *
   * @param isRunOnce on the first boot of a machine alone
   */
  public record View(
      String id,
      String name,
      String description,
      Boolean isEnabled,
      Boolean isRunOnce,
      List<String> assignedMachineIds,
      Instant dtCreated,
      Instant dtDeleted) {}

  /** A script to be; it is enabled. */
  public record Create(
      String name, @Screened("the script") @Sensitive String script, Boolean isRunOnce) {
    @Override
    public String toString() {
      return Masking.toString(this);
    }
  }

  /** What can be changed; null leaves it alone. */
  public record Change(
      String name,
      @Screened("the script") @Sensitive String script,
      Boolean isRunOnce,
      Boolean isEnabled) {
    @Override
    public String toString() {
      return Masking.toString(this);
    }
  }

  record OnMachine(String machineId) {}
}
