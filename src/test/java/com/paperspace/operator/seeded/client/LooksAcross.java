package com.paperspace.operator.seeded.client;

import com.paperspace.operator.seeded.kind.One;

/** A client that knows a kind, for {@code SeededFaultsTest}. */
public record LooksAcross(One one) {}
