/**
 * The engine: one way to keep any kind equal to the cloud, in rooms that only look downward:
 * engine; delete; create; update; cloud; pass; account; cluster; status; adapter. Knows no kind.
 */
package com.paperspace.operator.reconcile;
