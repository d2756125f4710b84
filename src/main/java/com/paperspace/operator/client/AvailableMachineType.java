package com.paperspace.operator.client;

/**
 * A machine type that a template offers.
 *
 * @param machineTypeLabel as a machine's {@code machineType} has it
 */
public record AvailableMachineType(String machineTypeLabel, Boolean isAvailable) {}
