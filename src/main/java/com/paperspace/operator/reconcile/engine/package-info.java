/**
 * The loop: what JOSDK's queue calls, one pass from the look to the written status, for resources
 * and for accounts. The only room that knows JOSDK's reconcilers. Touches every room below. Read
 * {@link com.paperspace.operator.reconcile.engine.ManagedReconciler} first, then the rooms it calls
 * in their order: pass, create, update, delete.
 */
package com.paperspace.operator.reconcile.engine;
