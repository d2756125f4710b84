package com.paperspace.operator.seeded.reconcile.status;

/** What kinds may not see, for {@code SeededFaultsTest}. */
public record Shown() {}
