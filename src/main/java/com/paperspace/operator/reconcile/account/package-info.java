/**
 * From an account to a connection: keys, whose key it is, the pace and health of a key, and the
 * protection of an account's Secret. Knows no kind and no pass.
 */
package com.paperspace.operator.reconcile.account;
