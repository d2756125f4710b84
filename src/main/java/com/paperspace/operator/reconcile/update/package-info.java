/**
 * What differs between spec and cloud, which difference is sent next, and what is said when nothing
 * is left to send. Read {@link com.paperspace.operator.reconcile.update.Update} first.
 */
package com.paperspace.operator.reconcile.update;
