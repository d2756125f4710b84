package com.paperspace.operator.reconcile.account;

import java.time.Instant;

/**
 * A look for an object that was not found.
 *
 * @param what an id, or the text of an intent
 * @param at the number of the look among the looks and checks of its connection
 * @param time when that was
 */
public record Absence(String what, Connection connection, long at, Instant time) {}
