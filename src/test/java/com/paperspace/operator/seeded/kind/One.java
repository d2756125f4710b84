package com.paperspace.operator.seeded.kind;

/** Half of a circle, for {@code SeededFaultsTest}. */
public record One(Other other) {}
