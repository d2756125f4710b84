package com.paperspace.operator.seeded.kind;

import com.paperspace.operator.seeded.reconcile.status.Shown;

/** A kind that sees more than the contract, for {@code SeededFaultsTest}. */
public record SeesTooMuch(Shown shown) {}
