/**
 * What one pass holds while it lasts and where it gets it: the resource and its draft of a status,
 * the connection, the resolved references. Knows what the engine's classes share ({@link
 * com.paperspace.operator.reconcile.pass.Services}), and decides nothing about the cloud object.
 */
package com.paperspace.operator.reconcile.pass;
