package com.paperspace.operator.client;

/** {@code /machine-availability}: what machine types there is room for. */
public final class MachineTypes {
  private static final JsonShape<Availability> AVAILABILITY =
      new JsonShape<>(Availability.class, it -> it.available() == null ? null : "known");

  private final Http http;

  MachineTypes(Http http) {
    this.http = http;
  }

  /** Whether there is room for one more machine of the type in the region right now. */
  public boolean available(String machineType, String region) {
    var route =
        Route.of("/machine-availability").with("machineType", machineType).with("region", region);
    return http.read(route, reply -> reply.object(AVAILABILITY)).available();
  }

  private record Availability(Boolean available) {}
}
