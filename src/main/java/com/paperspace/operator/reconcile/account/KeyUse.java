package com.paperspace.operator.reconcile.account;

import java.time.Duration;
import java.util.Map;

/**
 * How a key is used, for metrics; tells nothing of the key itself.
 *
 * @param account who uses it, as namespace/name, or {@link #OPERATOR}
 * @param left calls that may be made at once now
 * @param burst the most that are saved up
 * @param away whether the API was away when somebody wanted to ask it last, not long ago
 * @param refused whether the API did not accept the key when it was used last, not long ago
 * @param throttled for how long calls were held since the start, because the API asked for it
 * @param turnedAway how many passes were turned away since the start, by why
 */
public record KeyUse(
    String account,
    double left,
    int burst,
    boolean away,
    boolean refused,
    Duration throttled,
    Map<String, Long> turnedAway) {

  /** In place of an account, where the key is the operator's own; no account is called so. */
  public static final String OPERATOR = "operator";
}
