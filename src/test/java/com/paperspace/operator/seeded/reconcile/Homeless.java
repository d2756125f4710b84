package com.paperspace.operator.seeded.reconcile;

/** A class in the hall, for {@code SeededFaultsTest}. */
public record Homeless() {}
