package com.paperspace.operator.reconcile.pass;

import com.paperspace.operator.reconcile.account.Connection;

/**
 * Names one list: the objects of a kind that a key sees in a scope.
 *
 * @param scope what the objects are in, as the adapter calls it
 */
public record ListPlace(Connection connection, String scope) {}
