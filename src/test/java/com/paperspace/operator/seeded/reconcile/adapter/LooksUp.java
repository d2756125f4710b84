package com.paperspace.operator.seeded.reconcile.adapter;

import com.paperspace.operator.seeded.reconcile.engine.Loop;

/** An arrow up, for {@code SeededFaultsTest}. */
public record LooksUp(Loop loop) {}
