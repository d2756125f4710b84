/**
 * All that a kind sees of the engine: the contract it fulfils and the values that cross it. Looks
 * at nothing above.
 */
package com.paperspace.operator.reconcile.adapter;
