package com.paperspace.operator.reconcile.pass;

import com.paperspace.operator.api.Reason;
import java.time.Instant;

/** What a resource waits for, since when, and whether people were told. */
record Wait(Reason reason, Instant since, boolean told) {}
