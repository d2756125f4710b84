package com.paperspace.operator.reconcile.cloud;

import com.paperspace.operator.reconcile.account.Connection;

/** What one list shows: the objects of a kind that a key sees in a scope. */
record Place(Connection connection, String scope) {}
