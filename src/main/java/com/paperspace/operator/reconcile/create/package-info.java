/**
 * How a resource comes to have exactly one cloud object: taken over, found again after a lost
 * answer, or made under an intent that is announced first; and what happens when it is missing
 * later. Read {@link com.paperspace.operator.reconcile.create.Creation} first.
 */
package com.paperspace.operator.reconcile.create;
