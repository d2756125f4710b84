/**
 * The only door from the engine to the API: the cloud side of one resource in one pass. Nothing
 * above calls an adapter or the client by another way. Behind it, {@link
 * com.paperspace.operator.reconcile.cloud.Inventory} spares the looks at what is at rest.
 */
package com.paperspace.operator.reconcile.cloud;
