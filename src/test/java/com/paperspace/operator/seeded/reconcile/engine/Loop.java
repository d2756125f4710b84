package com.paperspace.operator.seeded.reconcile.engine;

/** What nobody may look at, for {@code SeededFaultsTest}. */
public record Loop() {}
