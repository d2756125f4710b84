package com.paperspace.operator.reconcile.account;

import java.time.Instant;

/**
 * What was looked for in vain.
 *
 * @param what an id, or the text of an intent
 * @param at the look's place in the order of looks and checks of its connection
 * @param time when that was
 */
public record Absence(String what, Connection connection, long at, Instant time) {}
