/**
 * The only door from the engine to the API: the cloud side of one resource in one pass. Nothing
 * above calls the API by another way, but for {@code Connection.shows}, which {@code OtherTeam}
 * asks before a pass is connected. Behind it, {@link
 * com.paperspace.operator.reconcile.cloud.Inventory} spares the looks at what is at rest.
 */
package com.paperspace.operator.reconcile.cloud;
