/**
 * How a resource lets its cloud object go: asked for by recorded id, waited for, and the finalizer
 * last. May ask {@code create} what an interrupted create has left. Nothing here is called by
 * another room than {@code engine}.
 */
package com.paperspace.operator.reconcile.delete;
