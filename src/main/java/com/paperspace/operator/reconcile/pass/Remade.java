package com.paperspace.operator.reconcile.pass;

import java.time.Instant;

/** How often in a row an object was made again after it vanished, and when last. */
public record Remade(int times, Instant at) {}
