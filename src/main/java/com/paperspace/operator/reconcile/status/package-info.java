/**
 * What a pass concludes and how that is shown: verdicts, conditions, failures put into words, the
 * pace that follows from them, and the draft of a status. Pure but for the draft.
 */
package com.paperspace.operator.reconcile.status;
